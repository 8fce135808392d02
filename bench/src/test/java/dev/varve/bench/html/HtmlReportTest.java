package dev.varve.bench.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.SampleResults;
import dev.varve.bench.result.SampleRun;
import dev.varve.bench.summary.Summary;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportTest {
  private static String source;
  private static Document page;

  @TempDir private Path folder;

  /** The report of a whole run, which most tests look at. */
  @BeforeAll
  static void tellAWholeRun(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    new HtmlReport(SampleRun.results(1, 1)).write(file);
    source = Files.readString(file);
    page = parse(source);
  }

  @Test
  void aWholeRunIsToldInOneFile() {
    String text = page.getDocumentElement().getTextContent();
    for (String expected :
        List.of(
            "Stores compared: varve, rocksdb, lmdb, mvstore",
            "2026-01-17 09:30 UTC",
            "Varve 0.1.0-SNAPSHOT (commit 0123abc)",
            "AMD EPYC 7763, 2 of 64 cores",
            "Verified: in all 93 measurements every answer of the store was checked and right.",
            "Closed loop",
            "Open loop",
            "2 threads · open loop at 50,000/s · buffered",
            "it survives the end of the process, not a loss of power",
            "no native library for this system <needs glibc 2.38 & up>",
            "MDB_NOSYNC, MDB_WRITEMAP",
            "docs/benchmarking.md",
            "not run")) {
      assertTrue(text.contains(expected), expected);
    }
    assertEquals(8, page.getElementsByTagName("article").getLength());
    assertEquals(
        List.of(
            "Throughput in operations a second",
            "Latency in microseconds at each percentile",
            "Throughput over time, a line for each store",
            "When background work was done",
            "Amplification",
            "MiB in files",
            "MiB written to the level"),
        elements(element(page, "article", 0), "svg").stream()
            .filter(svg -> svg.getAttribute("role").equals("img"))
            .map(svg -> svg.getAttribute("aria-label").replaceFirst(":.*", ""))
            .toList());
    assertOneFigureIsRight();
  }

  /** The table's figures are the results': the median of fillseq's three rounds. */
  private static void assertOneFigureIsRight() {
    List<Double> rounds =
        SampleRun.results(1, 1).stream()
            .filter(cell -> cell.store().equals("varve") && cell.workload().equals("fillseq"))
            .map(CellResult::opsPerSecond)
            .sorted()
            .toList();
    Element table = (Element) element(page, "article", 0).getElementsByTagName("table").item(0);
    Element row = (Element) table.getElementsByTagName("tr").item(1);
    Element cell = (Element) row.getElementsByTagName("td").item(0);
    assertEquals(
        String.format(Locale.ROOT, "%,.0f%,.0f–%,.0f", rounds.get(1), rounds.get(0), rounds.get(2)),
        cell.getTextContent());
  }

  @Test
  void nothingComesFromElsewhereAndNothingRuns() {
    for (String tag : List.of("script", "link", "img", "iframe", "object", "image")) {
      assertEquals(0, page.getElementsByTagName(tag).getLength(), tag);
    }
    String withoutNamespaces =
        source
            .replace("http://www.w3.org/1999/xhtml", "")
            .replace("http://www.w3.org/2000/svg", "");
    assertFalse(withoutNamespaces.contains("http"), "no address");
    assertFalse(source.contains("@import") || source.contains("url(http"), "no foreign style");
    assertTrue(source.startsWith("<!DOCTYPE html>\n<html lang=\"en\""));
  }

  @Test
  void whatPointsPointsAtSomething() {
    Set<String> ids = new HashSet<>();
    for (Element element : all(page)) {
      if (element.hasAttribute("id")) {
        assertTrue(ids.add(element.getAttribute("id")), "twice: " + element.getAttribute("id"));
      }
    }
    int pointers = 0;
    for (Element element : all(page)) {
      String clip = element.getAttribute("clip-path").replaceAll("url\\(|\\)", "");
      for (String pointer :
          List.of(
              element.getAttribute("href"),
              clip,
              element.hasAttribute("aria-labelledby")
                  ? "#" + element.getAttribute("aria-labelledby")
                  : "")) {
        if (!pointer.isEmpty()) {
          assertTrue(ids.contains(pointer.substring(1)), pointer);
          pointers++;
        }
      }
    }
    assertTrue(pointers > 100, "pointers are looked at: " + pointers);
  }

  @Test
  void picturesAndTablesSayWhatTheyAre() {
    int pictures = 0;
    for (Element svg : elements(page, "svg")) {
      if (svg.getAttribute("role").equals("img")) {
        assertTrue(svg.getAttribute("aria-label").length() > 20, svg.getAttribute("aria-label"));
        pictures++;
      } else {
        assertEquals("true", svg.getAttribute("aria-hidden"));
      }
    }
    assertTrue(pictures > 30);
    for (Element figure : elements(page, "figure")) {
      assertEquals(1, figure.getElementsByTagName("figcaption").getLength());
    }
    for (Element table : elements(page, "table")) {
      assertEquals(1, table.getElementsByTagName("caption").getLength());
      int columns =
          table.getElementsByTagName("thead").item(0).getFirstChild().getChildNodes().getLength();
      NodeList rows = table.getElementsByTagName("tr");
      for (int i = 0; i < rows.getLength(); i++) {
        assertEquals(columns, rows.item(i).getChildNodes().getLength());
      }
    }
  }

  @Test
  void aSingleRoundWithoutLevelsPartsTimelineOrWritesIsToldToo() throws IOException {
    CellResult cell = SampleResults.cell("varve", "readrandom", 1, 500_000);
    for (Map.Entry<String, Object> change :
        Map.<String, Object>of(
                "user_bytes", 0,
                "live_bytes", 0,
                "levels", List.of(),
                "parts", List.of(),
                "percentiles", List.of(),
                "timeline", Map.of("interval_millis", 100, "intervals", List.of()),
                "store_options", Map.of())
            .entrySet()) {
      cell = SampleResults.with(cell, change.getKey(), change.getValue());
    }
    Document told = report(List.of(cell), "varve");
    String text = told.getDocumentElement().getTextContent();
    assertFalse(text.contains("NaN"), text);
    assertFalse(text.contains("amplification of"), "no chart without figures");
    assertTrue(text.contains("1 round"), text);
    assertTrue(text.contains("All stores that were asked for could run."), text);
    assertEquals(1, element(told, "article", 0).getElementsByTagName("figure").getLength());
  }

  @Test
  void oddFiguresBreakNoChart() throws IOException {
    CellResult cell = SampleResults.cell("varve", "readrandom", 1, 500_000);
    CellResult idle = SampleResults.with(cell, "ops_per_second", 0);
    CellResult instant =
        SampleResults.with(
            SampleResults.with(cell, "store", "instant"),
            "percentiles",
            List.of(Map.of("percentile", 0, "ns", 0), Map.of("percentile", 100, "ns", 0)));
    CellResult endless = SampleResults.with(cell, "seconds", 1e9);
    report(List.of(idle), "varve");
    report(List.of(instant), "instant");
    report(List.of(endless, instant, idle), "varve");
  }

  @Test
  void anyTextIsShownAsItIs() throws IOException {
    String name = "<script>alert(\"1\")</script> & a name longer than any label of an axis";
    List<CellResult> results = new ArrayList<>();
    for (String store : List.of(name, "$x$", "a", "b", "c", "d", "e", "f")) {
      CellResult cell = SampleResults.cell("varve", "readrandom", 1, 500_000);
      cell = SampleResults.with(cell, "store", store);
      cell = SampleResults.with(cell, "workload", name);
      results.add(SampleResults.with(cell, "store_options", Map.of("mode\u0007", "<fast>")));
    }
    Document told = report(results, "a");
    assertEquals(0, told.getElementsByTagName("script").getLength());
    assertTrue(told.getDocumentElement().getTextContent().contains(name));
    assertTrue(told.getDocumentElement().getTextContent().contains("<fast>"));
  }

  @Test
  void aWrongAnswerIsSaidAtTheTop() throws IOException {
    CellResult wrong =
        SampleResults.with(
            SampleResults.cell("varve", "readrandom", 2, 500_000), "verified", false);
    Document told =
        report(List.of(SampleResults.cell("varve", "readrandom", 1, 500_000), wrong), "varve");
    String header = element(told, "header", 0).getTextContent();
    assertTrue(header.contains("NOT VERIFIED: varve in readrandom, round 2."), header);
    assertFalse(header.contains("Verified:"), header);
  }

  @Test
  void aBaselineThatDidNotRunLeavesNoRatio() throws IOException {
    Document told =
        report(
            List.of(
                SampleResults.cell("varve", "readrandom", 1, 500_000),
                SampleResults.cell("lmdb", "readrandom", 1, 500_000),
                SampleResults.cell("rocksdb", "fillseq", 1, 500_000)),
            "rocksdb");
    Element overview = (Element) element(told, "table", 0).getElementsByTagName("tr").item(1);
    assertEquals("500k ops/s", overview.getElementsByTagName("td").item(0).getTextContent());
    assertEquals("not run", overview.getElementsByTagName("td").item(2).getTextContent());
  }

  private Document report(List<CellResult> results, String baseline) throws IOException {
    Path file = folder.resolve("report.html");
    new HtmlReport(Summary.of(results), baseline).write(file);
    return parse(Files.readString(file));
  }

  /** Parses as XML; what is not well-formed throws. */
  static Document parse(String source) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      Document document =
          factory.newDocumentBuilder().parse(new InputSource(new StringReader(source)));
      assertNotNull(document.getDocumentElement());
      return document;
    } catch (SAXException | ParserConfigurationException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private static List<Element> all(Document page) {
    return elements(page, "*");
  }

  private static List<Element> elements(Document page, String tag) {
    return elements(page.getDocumentElement(), tag);
  }

  private static List<Element> elements(Element parent, String tag) {
    List<Element> elements = new ArrayList<>();
    NodeList nodes = parent.getElementsByTagName(tag);
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static Element element(Document page, String tag, int index) {
    return (Element) page.getElementsByTagName(tag).item(index);
  }
}
