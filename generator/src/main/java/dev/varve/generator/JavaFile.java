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
   * Adds a line, or several where it is too long: a break behind an arrow, an equals sign or the
   * first parenthesis.
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
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    body.append(line.substring(0, at).stripTrailing()).append('\n');
    return line(indent + "    " + line.substring(at).stripLeading());
  }

  private static int breakOf(String line) {
    for (String mark : new String[] {" -> ", " = ", "("}) {
      int at = line.indexOf(mark);
      if (at > 0
          && at + mark.length() < line.length()
          && !line.startsWith("/", at + mark.length())) {
        return at + mark.length();
      }
    }
    return -1;
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
