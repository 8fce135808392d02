package dev.varve.dynamodb.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file of cases.
 *
 * <pre>
 * # a comment
 * setup
 * table t (p S, s N)                     a table on demand; any other operation may stand here too
 * item t {p: {S: 'a'}, s: {N: '1'}}
 *
 * == 10.4 A title that begins with the section
 * GetItem {TableName: 't', Key: {p: {S: 'a'},
 *     s: {N: '1.0'}}}                    a line that begins with a blank continues the one above
 * =&gt; {Item: {p: {S: 'a'}, s: {N: '1'}}}  the whole answer; =~ the members of the answer that count
 * GetItem {TableName: 't', Key: {}}
 * !! ValidationException: its exact message
 *
 * == 4.2 &lt;text&gt; is stored as &lt;stored&gt;      a case for each row below
 * ...
 * | text | stored |
 * | 1.0  | 1      |
 * </pre>
 *
 * <p>Each column is used. Below an error, a line {@code +} has the members it has beside its
 * message. A step without an expectation has to succeed. {@code restart} closes the database and
 * opens it again. JSON may have names without quotes and strings in single ones; see {@link
 * Abbreviations} and {@link Json} for what may stand in it. An error's {@code P:} stands for {@code
 * One or more parameter values were invalid: }.
 */
final class CaseFile {
  private static final Pattern TITLE = Pattern.compile("== (\\d+(?:\\.\\d+)*) (.+)");
  private static final Pattern TABLE =
      Pattern.compile("(\\S+) \\((\\S+) ([SNB])(?:, (\\S+) ([SNB]))?\\)");
  private static final Pattern ERROR = Pattern.compile("(\\w+)(?:: ?(.*))?", Pattern.DOTALL);
  private static final String INVALID_VALUES = "One or more parameter values were invalid: ";
  private static final Set<String> OUTCOMES = Set.of("=>", "=~", "!!", "+");

  private record Line(int number, String text) {}

  private final String name;
  private final List<Case> cases = new ArrayList<>();
  private List<Step> setUp = List.of();

  private CaseFile(String name) {
    this.name = name;
  }

  /** The cases of all files in a directory whose names end in {@code .cases}. */
  static List<Case> readAll(Path directory) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".cases")).sorted().toList()) {
        cases.addAll(parse(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return cases;
  }

  /** The cases in a text. */
  static List<Case> parse(String name, String text) {
    CaseFile file = new CaseFile(name);
    List<Line> block = new ArrayList<>();
    for (Line line : lines(text)) {
      if (line.text().equals("setup") || line.text().startsWith("== ")) {
        file.block(block);
        block.clear();
      }
      block.add(line);
    }
    file.block(block);
    return file.cases;
  }

  private static List<Line> lines(String text) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(" ") && !lines.isEmpty()) {
        Line last = lines.removeLast();
        lines.add(new Line(last.number(), last.text() + " " + line.strip()));
      } else {
        lines.add(new Line(number, line.stripTrailing()));
      }
    }
    return lines;
  }

  /** A set-up, or a title with its steps and rows. */
  private void block(List<Line> block) {
    if (block.isEmpty()) {
      return;
    }
    Line first = block.getFirst();
    List<Line> rest = block.subList(1, block.size());
    if (first.text().equals("setup")) {
      setUp = steps(rest, UnaryOperator.identity());
      return;
    }
    Matcher title = TITLE.matcher(first.text());
    if (!title.matches()) {
      throw wrong(first, "neither a set-up nor a title with a section");
    }
    List<Line> lines = rest.stream().filter(line -> !line.text().startsWith("|")).toList();
    List<Line> rows = rest.stream().filter(line -> line.text().startsWith("|")).toList();
    if (lines.isEmpty()) {
      throw wrong(first, "no steps");
    }
    if (rows.isEmpty()) {
      add(first.number(), title, lines, UnaryOperator.identity());
      return;
    }
    List<String> names = cells(rows.getFirst());
    if (rows.size() == 1) {
      throw wrong(rows.getFirst(), "no rows below the columns");
    }
    for (String column : names) {
      if (block.stream().noneMatch(line -> line.text().contains("<" + column + ">"))) {
        throw wrong(rows.getFirst(), "nothing is filled from the column " + column);
      }
    }
    for (Line row : rows.subList(1, rows.size())) {
      List<String> cells = cells(row);
      if (cells.size() != names.size()) {
        throw wrong(row, cells.size() + " cells, not " + names.size());
      }
      add(row.number(), title, lines, text -> filled(text, names, cells));
    }
  }

  private void add(int line, Matcher title, List<Line> lines, UnaryOperator<String> fill) {
    cases.add(
        new Case(
            name, line, title.group(1), fill.apply(title.group(2)), setUp, steps(lines, fill)));
  }

  private static List<String> cells(Line row) {
    String text = row.text();
    return Arrays.stream(text.substring(1, text.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  /** A text with the cells of a row in place of the columns' names; cells are not looked into. */
  private static String filled(String text, List<String> names, List<String> cells) {
    StringBuilder filled = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int column = text.charAt(at) == '<' ? columnAt(text, at + 1, names) : -1;
      if (column < 0) {
        filled.append(text.charAt(at++));
      } else {
        filled.append(cells.get(column));
        at += names.get(column).length() + 2;
      }
    }
    return filled.toString();
  }

  private static int columnAt(String text, int at, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (text.startsWith(names.get(i) + ">", at)) {
        return i;
      }
    }
    return -1;
  }

  private List<Step> steps(List<Line> lines, UnaryOperator<String> fill) {
    List<Step> steps = new ArrayList<>();
    for (Line line : lines) {
      String text = fill.apply(line.text());
      int blank = text.indexOf(' ');
      String word = blank < 0 ? text : text.substring(0, blank);
      String rest = blank < 0 ? "" : text.substring(blank + 1).strip();
      if (!OUTCOMES.contains(word)) {
        steps.add(step(line, word, rest));
      } else if (steps.isEmpty()) {
        throw wrong(line, "an answer without a request");
      } else {
        Step step = steps.removeLast();
        steps.add(
            new Step(
                step.line(),
                step.operation(),
                step.request(),
                expected(line, step.expected(), word, rest)));
      }
    }
    return steps;
  }

  private Step step(Line line, String word, String rest) {
    Step.Success success = new Step.Success();
    return switch (word) {
      case "table" -> new Step(line.number(), "CreateTable", table(line, rest), success);
      case "item" -> {
        int blank = rest.indexOf(' ');
        yield new Step(
            line.number(),
            "PutItem",
            "{TableName: '" + rest.substring(0, blank) + "', Item: " + rest.substring(blank) + "}",
            success);
      }
      default -> new Step(line.number(), word, rest, success);
    };
  }

  private String table(Line line, String text) {
    Matcher table = TABLE.matcher(text);
    if (!table.matches()) {
      throw wrong(line, "not of the form: table name (key type, key type)");
    }
    String definitions = definition(table.group(2), table.group(3));
    String keys = key(table.group(2), "HASH");
    if (table.group(4) != null) {
      definitions += ", " + definition(table.group(4), table.group(5));
      keys += ", " + key(table.group(4), "RANGE");
    }
    return "{TableName: '"
        + table.group(1)
        + "', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: ["
        + definitions
        + "], KeySchema: ["
        + keys
        + "]}";
  }

  private static String definition(String attribute, String type) {
    return "{AttributeName: '" + attribute + "', AttributeType: '" + type + "'}";
  }

  private static String key(String attribute, String type) {
    return "{AttributeName: '" + attribute + "', KeyType: '" + type + "'}";
  }

  private Step.Expected expected(Line line, Step.Expected before, String word, String text) {
    return switch (word) {
      case "=>" -> new Step.Answer(text, true);
      case "=~" -> new Step.Answer(text, false);
      case "!!" -> {
        Matcher error = ERROR.matcher(text);
        if (!error.matches()) {
          throw wrong(line, "not of the form: type: message");
        }
        String message = error.group(2) == null ? "" : error.group(2);
        if (message.startsWith("P:")) {
          message = INVALID_VALUES + message.substring(2);
        }
        yield new Step.Refusal(error.group(1), message, "{}");
      }
      default -> {
        if (!(before instanceof Step.Refusal refusal)) {
          throw wrong(line, "members of an error without an error");
        }
        yield new Step.Refusal(refusal.type(), refusal.message(), text);
      }
    };
  }

  private IllegalArgumentException wrong(Line line, String problem) {
    return new IllegalArgumentException(
        name + ":" + line.number() + ": " + problem + ": " + line.text());
  }
}
