"""Letters carried out of the house: by GOV.UK Notify, by SMTP, or into a folder."""
