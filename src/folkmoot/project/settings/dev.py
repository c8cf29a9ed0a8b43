"""The demo and a developer's machine: both processes in one, demo secrets, on 127.0.0.1 only."""

from folkmoot.project.settings import environment
from folkmoot.project.settings.base import *

DEMO = True
SECOND_STEP_REQUIRED = False  # nobody needs a telephone to try the demo
SECRET_KEY = "demo-secret-key-for-this-machine-only-0000000000"
AUDIT_KEY = "demo-audit-key-for-this-machine-only-00000000000"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
MAIL = f"file://{VAR / 'mail'}"  # nothing leaves this machine
CLOCK_STANDS_AT = environment.moment("FOLKMOOT_CLOCK")  # so that a deadline can be tried out
