package dev.varve.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
  @TempDir private Path root;

  @Test
  void namesInJava() {
    assertEquals("tableName", Names.lower("TableName"));
    assertEquals("sseType", Names.lower("SSEType"));
    assertEquals("s", Names.lower("S"));
    assertEquals("default_", Names.lower("Default"));
    assertEquals("sSEType", Names.path("SSEType"));
    assertEquals("ALL_OLD", Names.constant("ALL_OLD"));
    assertEquals("CONDITIONAL_CHECK_FAILED", Names.constant("ConditionalCheckFailed"));
  }

  @Test
  void aLongLineIsBrokenOutsideOfLiteralsAndCalls() throws IOException {
    String name = "x".repeat(40);
    assertEquals(
        "    out.a(\n        \"a (b) = "
            + name
            + "\",\n        in."
            + name
            + "(),\n        Y::z);\n",
        formatted("    out.a(\"a (b) = " + name + "\", in." + name + "(), Y::z);"));
    assertEquals(
        "    out.a(\n        (b, c) -> c." + name + "(b, \"=\"),\n        " + name + ");\n",
        formatted("    out.a((b, c) -> c." + name + "(b, \"=\"), " + name + ");"));
    assertEquals(
        "  static final T<" + name + ", B>\n      " + name + " =\n",
        formatted("  static final T<" + name + ", B> " + name + " ="));
    assertEquals("    short();\n", formatted("    short();"));
  }

  private String formatted(String line) throws IOException {
    Path file = new JavaFile("p", "C").line(line).write(root);
    return Files.readString(file).substring("package p;\n\n".length());
  }

  @Test
  void aSecondRunChangesNothingAndDeletesWhatIsStrange() throws IOException {
    Main.main(new String[] {root.toString()});
    Path file = root.resolve("dev/varve/dynamodb/api/GetItem.java");
    String text = Files.readString(file);
    assertTrue(text.contains("public record GetItem("), text);
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, old);
    Path strange = Files.writeString(root.resolve("Strange.java"), "");
    Main.main(new String[] {root.toString()});
    assertEquals(old, Files.getLastModifiedTime(file));
    assertFalse(Files.exists(strange));
  }
}
