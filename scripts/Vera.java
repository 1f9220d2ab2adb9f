import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * veraPDF's judgement of the PDF files whose names come line by line: the flavours of every file that it meets, then every
 * rule that it breaks with one example, then an empty line.
 */
public class Vera {
    static final List<PDFAFlavour> FLAVOURS = List.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_3_A);

    public static void main(String[] none) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var names = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            try (var file = new FileInputStream(name); PDFAParser parser = Foundries.defaultInstance().createParser(file)) {
                parser.setFlavours(FLAVOURS);
                Foundries.defaultInstance().createValidator(FLAVOURS).validateAll(parser).forEach(Vera::tell);
            }
            System.out.println();
        }
    }

    static void tell(ValidationResult result) {
        String flavour = result.getPDFAFlavour().toString();
        if (result.isCompliant()) {
            System.out.println(flavour + " memenuhi");
        }
        Map<String, String> broken = new LinkedHashMap<>();
        for (TestAssertion one : result.getTestAssertions()) {
            if (one.getStatus() == TestAssertion.Status.FAILED) {
                String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                broken.putIfAbsent(rule, one.getMessage() + " @ " + one.getLocation().getContext());
            }
        }
        broken.forEach((rule, example) -> System.out.println(flavour + " " + rule + " " + example.replaceAll("\\s+", " ")));
    }
}
