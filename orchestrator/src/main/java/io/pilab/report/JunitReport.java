package io.pilab.report;

import io.pilab.metrics.Figures;
import io.pilab.metrics.IntervalRow;
import io.pilab.record.Outcome;
import io.pilab.verdict.Check;
import io.pilab.verdict.NotRun;
import io.pilab.verdict.TrialResult;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** For servers that build and test: junit.xml, a case for each expectation and for each trial. */
record JunitReport() implements ReportFormat {
    /**
     * A test case.
     *
     * @param seconds what its traffic took
     */
    private record Case(String name, double seconds, Outcome outcome, String detail) {}

    @Override
    public String name() {
        return "junit";
    }

    @Override
    public String fileName() {
        return "junit.xml";
    }

    @Override
    public String render(JudgedRun judged) {
        List<Case> cases = new ArrayList<>();
        judged.result().expectations().forEach(e -> cases.add(new Case(e.expectation(), 0, e.outcome(), e.detail())));
        judged.result().trials().forEach(t -> cases.add(trial(t)));
        judged.result().notRun().forEach(t -> cases.add(notRun(t)));
        judged.result().gaps().forEach(g -> cases.add(new Case("the record is whole", 0, Outcome.BROKEN, g)));
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            write(xml, judged, cases);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text + "\n";
    }

    private static void write(XMLStreamWriter xml, JudgedRun judged, List<Case> cases) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        attribute(xml, "name", "pilab " + judged.run().scenario());
        attribute(xml, "timestamp", judged.run().started().toString());
        attribute(xml, "tests", String.valueOf(cases.size()));
        attribute(xml, "failures", count(cases, Outcome.FAIL));
        attribute(xml, "errors", count(cases, Outcome.BROKEN));
        attribute(xml, "skipped", "0");
        attribute(
                xml,
                "time",
                Figures.fixed(cases.stream().mapToDouble(Case::seconds).sum(), 3));
        for (Case each : cases) {
            xml.writeCharacters("\n  ");
            write(xml, judged.run().scenario(), each);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void write(XMLStreamWriter xml, String scenario, Case each) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "classname", scenario);
        attribute(xml, "name", each.name());
        attribute(xml, "time", Figures.fixed(each.seconds(), 3));
        if (each.outcome() == Outcome.FAIL || each.outcome() == Outcome.BROKEN) {
            xml.writeStartElement(each.outcome() == Outcome.FAIL ? "failure" : "error");
            attribute(xml, "message", each.detail().lines().findFirst().orElse(""));
            xml.writeCharacters(plain(each.detail()));
            xml.writeEndElement();
        } else if (!each.detail().isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(plain(each.detail()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static Case trial(TrialResult trial) {
        Outcome fitness = trial.fitness();
        String detail = trial.problem()
                .orElseGet(() -> trial.checks().stream()
                        .filter(c -> c.outcome() == fitness && fitness != Outcome.PASS)
                        .map(Check::sentence)
                        .collect(Collectors.joining("\n")));
        double seconds =
                trial.intervals().stream().mapToDouble(IntervalRow::end).max().orElse(0);
        return new Case("trial " + trial.number() + " " + trial.arm().name(), seconds, fitness, detail);
    }

    private static Case notRun(NotRun trial) {
        return new Case("trial " + trial.number() + " " + trial.arm().name(), 0, Outcome.BROKEN, "was not run");
    }

    private static String count(List<Case> cases, Outcome outcome) {
        return String.valueOf(cases.stream().filter(c -> c.outcome() == outcome).count());
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, plain(value));
    }

    /** XML has no control characters: a host's words may. */
    private static String plain(String text) {
        return text.replaceAll("[^\\t\\n\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "?");
    }
}
