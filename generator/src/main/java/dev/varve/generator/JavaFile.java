package dev.varve.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A Java file that is being written: its imports and its lines. */
final class JavaFile {
  private static final int MAX_COLUMNS = 100;

  private final String packageName;
  private final String className;
  private final Set<String> imports = new TreeSet<>();
  private final StringBuilder body = new StringBuilder();

  JavaFile(String packageName, String className) {
    this.packageName = packageName;
    this.className = className;
  }

  /** Imports a class of another package. */
  void use(String qualifiedName) {
    if (!qualifiedName.substring(0, qualifiedName.lastIndexOf('.')).equals(packageName)) {
      imports.add(qualifiedName);
    }
  }

  /** Imports what the text of a type needs. */
  void useType(String type) {
    Types.imports(type, imports);
  }

  /**
   * Adds a line, or several where it is too long: a break behind an arrow, an equals sign, an
   * opening parenthesis or a type; arguments that are too long for one line even so have a line
   * each.
   */
  JavaFile line(String text) {
    String line = text.stripTrailing();
    if (line.length() <= MAX_COLUMNS || line.contains(" * ")) {
      body.append(line).append('\n');
      return this;
    }
    int at = breakOf(line);
    if (at < 0) {
      body.append(line).append('\n');
      return this;
    }
    body.append(line.substring(0, at).stripTrailing()).append('\n');
    String indent = " ".repeat(line.length() - line.stripLeading().length() + 4);
    String rest = indent + line.substring(at).stripLeading();
    if (line.charAt(at - 1) == '(' && rest.length() > MAX_COLUMNS) {
      arguments(rest, indent);
      return this;
    }
    return line(rest);
  }

  private static int breakOf(String line) {
    for (String mark : new String[] {" -> ", " = ", "("}) {
      int at = findOutside(line, mark, 0);
      int end = at + mark.length();
      if (at > 0 && end < line.length()) {
        return end;
      }
    }
    int type = line.indexOf("> ");
    return type < 0 || line.indexOf('(') >= 0 ? -1 : type + 2;
  }

  /** Where a mark is that stands in no literal and in no parentheses, from an index on; else -1. */
  private static int findOutside(String line, String mark, int from) {
    int depth = 0;
    boolean isQuoted = false;
    for (int i = from; i < line.length(); i++) {
      if (depth == 0 && !isQuoted && line.startsWith(mark, i)) {
        return i;
      }
      switch (line.charAt(i)) {
        case '\\' -> i++;
        case '"' -> isQuoted = !isQuoted;
        case '(', '<' -> depth += isQuoted ? 0 : 1;
        case ')', '>' -> depth -= isQuoted || line.charAt(i - 1) == '-' ? 0 : 1;
        default -> {}
      }
    }
    return -1;
  }

  /** Arguments and what follows them. */
  private void arguments(String rest, String indent) {
    int start = indent.length();
    for (int comma = findOutside(rest, ", ", start);
        comma >= 0;
        comma = findOutside(rest, ", ", start)) {
      line(indent + rest.substring(start, comma + 1));
      start = comma + 2;
    }
    line(indent + rest.substring(start));
  }

  /** Adds a Javadoc comment, wrapped. */
  JavaFile doc(String indent, String text) {
    String[] paragraphs = text.split("\n", -1);
    if (paragraphs.length == 1 && indent.length() + text.length() + 7 <= MAX_COLUMNS) {
      return line(indent + "/** " + text + " */");
    }
    line(indent + "/**");
    for (int i = 0; i < paragraphs.length; i++) {
      boolean isFurther = i > 1 && paragraphs[i - 1].isEmpty() && !paragraphs[i].startsWith("@");
      String paragraph = isFurther ? "<p>" + paragraphs[i] : paragraphs[i];
      StringBuilder line = new StringBuilder(indent + " *");
      for (String word : paragraph.split(" ", -1)) {
        if (line.length() + 1 + word.length() > MAX_COLUMNS) {
          line(line.toString());
          line = new StringBuilder(indent + " *" + (paragraph.startsWith("@") ? "    " : ""));
        }
        line.append(' ').append(word);
      }
      line(line.toString());
    }
    return line(indent + " */");
  }

  /** Writes the file, unless one with the same text is there: the compiler then has no new work. */
  Path write(Path root) throws IOException {
    StringBuilder text = new StringBuilder("package " + packageName + ";\n\n");
    imports.forEach(name -> text.append("import ").append(name).append(";\n"));
    text.append(imports.isEmpty() ? "" : "\n").append(body);
    Path folder = root.resolve(packageName.replace('.', '/'));
    Path file = folder.resolve(className + ".java");
    Files.createDirectories(folder);
    if (!Files.exists(file) || !Files.readString(file).contentEquals(text)) {
      Files.writeString(file, text);
    }
    return file;
  }
}
