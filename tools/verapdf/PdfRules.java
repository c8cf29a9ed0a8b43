import java.io.File;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Holds PDF files against the rules of PDF/UA-1 and of PDF/A-2a, each file against both.
 *
 * <p>Prints one line a fault, with tabs: file, profile, rule, how often, what the rule asks. After a file's faults comes
 * a line with the profile and how many checks were made, so that a file without faults is known to have been checked.
 */
public final class PdfRules {
    private static final List<String> PROFILES = List.of("PDFUA-1", "PDFA-2A");

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : PROFILES) {
            ValidationProfile profile = read(name);
            for (String file : files) {
                check(file, name, profile);
            }
        }
    }

    private static ValidationProfile read(String name) throws Exception {
        try (InputStream source = PdfRules.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            return Profiles.profileFromXml(source);
        }
    }

    private static void check(String file, String name, ValidationProfile profile) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), profile.getPDFAFlavour());
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            report(file, name, result);
        } catch (Exception fault) {
            print(file, name, "unreadable", 1, String.valueOf(fault.getMessage()));
        }
    }

    private static void report(String file, String name, ValidationResult result) {
        Map<RuleId, String> asked = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                asked.putIfAbsent(assertion.getRuleId(), assertion.getMessage());
            }
        }
        for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
            RuleId rule = failed.getKey();
            String number = rule.getClause() + "-" + rule.getTestNumber();
            print(file, name, number, failed.getValue(), asked.getOrDefault(rule, ""));
        }
        print(file, name, "checked", result.getTotalAssertions(), result.isCompliant() ? "meets" : "fails");
    }

    private static void print(String file, String name, String rule, int times, String words) {
        System.out.println(String.join("\t", file, name, rule, String.valueOf(times), words.replaceAll("\\s+", " ")));
    }
}
