// Starts GOV.UK's components; every page works without it.
import { initAll } from "./govuk-frontend.js";

initAll();
