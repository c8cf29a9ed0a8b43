"""Areas, wards, teams and providers, their editions, populations and neighbours."""
