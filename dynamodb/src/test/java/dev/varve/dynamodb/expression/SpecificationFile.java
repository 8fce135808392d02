package dev.varve.dynamodb.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A file of cases.
 *
 * <pre>
 * # a comment
 * setting: value of a setting, for the cases below until it is set again
 * expression            =&gt; expected result
 *     a line that begins with a blank continues the line above
 * </pre>
 *
 * <p>A setting is a word and a colon at the start of the line. {@code \_} in an expression is a
 * line break.
 */
public final class SpecificationFile {
  private SpecificationFile() {}

  /** One case: what stands left and right of the arrow, and the settings above it. */
  public record Case(String expression, String expected, Map<String, String> settings) {
    public String setting(String name, String otherwise) {
      return settings.getOrDefault(name, otherwise);
    }
  }

  /** What is to be done with a case: returns the actual result. */
  public interface Subject {
    String apply(Case example);
  }

  /**
   * A test per case of the resource {@code name}, an absolute one or one beside this class: {@code
   * subject} gives the expected result.
   */
  public static Stream<DynamicTest> tests(String name, Subject subject) {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, String> settings = new HashMap<>();
    for (Line line : lines(name)) {
      int arrow = line.text().indexOf("=>");
      // ">=" may stand in an expression, and so "=>" in "a >=> b" might: no case needs that.
      if (arrow < 0) {
        String[] setting = line.text().split(":\\s*", 2);
        if (setting.length != 2) {
          throw new IllegalArgumentException(
              name + ":" + line.number() + ": neither a setting nor a case: " + line.text());
        }
        settings.put(setting[0], setting[1]);
      } else {
        Case example =
            new Case(
                line.text().substring(0, arrow).strip().replace("\\_", "\n"),
                line.text().substring(arrow + 2).strip(),
                Map.copyOf(settings));
        tests.add(
            DynamicTest.dynamicTest(
                name + ":" + line.number() + " " + example.expression(),
                () -> assertEquals(example.expected(), subject.apply(example))));
      }
    }
    if (tests.isEmpty()) {
      throw new IllegalArgumentException("no cases in " + name);
    }
    return tests.stream();
  }

  private record Line(int number, String text) {}

  private static List<Line> lines(String name) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String text : read(name).lines().toList()) {
      number++;
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      if (text.startsWith(" ")) {
        Line last = lines.removeLast();
        lines.add(new Line(last.number(), last.text() + " " + text.strip()));
      } else {
        lines.add(new Line(number, text.stripTrailing()));
      }
    }
    return lines;
  }

  private static String read(String name) {
    try (InputStream in = SpecificationFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
