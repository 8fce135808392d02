package dev.varve.tools.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real {@code ./varve} with the real program, in several locales: a folder is made up in which
 * the program is a jar that refers to this test's class path.
 */
@DisabledOnOs(OS.WINDOWS)
class LocaleTest {
  private static final String ITEM = "{\"id\":{\"S\":\"Zürich 蘇黎世 🏔\"}}";
  private static final String KEY = "Zürich 蘇黎世 🏔";

  @TempDir private Path folder;
  private Path varve;

  @BeforeEach
  void installed() throws IOException {
    Path repository = Path.of("..").toAbsolutePath().normalize();
    Path root = Files.createDirectory(folder.resolve("root"));
    varve = Files.copy(repository.resolve("varve"), root.resolve("varve"));
    Path scripts = Files.createDirectories(root.resolve("tools/launcher"));
    for (String name : List.of("build.sh", "find-jdk.sh", "locale.sh")) {
      Files.copy(repository.resolve("tools/launcher").resolve(name), scripts.resolve(name));
    }
    Files.writeString(root.resolve("pom.xml"), "");
    for (String module : List.of("tools", "server", "bench", "soak")) {
      Files.createDirectories(root.resolve(module).resolve("target/lib"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
      jar(root.resolve(module).resolve("target/varve-" + module + "-0.1.0.jar"));
    }
    Files.writeString(
        Files.createDirectories(root.resolve("target")).resolve("varve-build.stamp"), "");
  }

  /** A jar that holds nothing but the way to this test's class path. */
  private static void jar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  /** The C locale, none at all, one that is not installed, and UTF-8. */
  private static List<Map<String, String>> locales() {
    return List.of(
        Map.of("LC_ALL", "C.UTF-8"),
        Map.of("LC_ALL", "C"),
        Map.of(),
        Map.of("LANG", "xx_YY.UTF-8"));
  }

  @Test
  void theSameCommandsGiveTheSameInEveryLocale() throws Exception {
    Path file = Files.writeString(folder.resolve("grüße.jsonl"), "{\"Item\":" + ITEM + "}\n");
    Path database = folder.resolve("datenbänke");
    List<List<String>> commands =
        List.of(
            List.of("import", "-d", "" + database, "--partition-key", "id", "Places", "" + file),
            List.of("get", "-d", "" + database, "Places", KEY),
            List.of("query", "-d", "" + database, "Places", KEY),
            List.of(
                "scan",
                "-d",
                "" + database,
                "Places",
                "--filter",
                "id = :id",
                "--value",
                ":id={\"S\":\"" + KEY + "\"}"),
            List.of("get", "-d", "" + database, "Places", "nie gehört"),
            List.of(
                "export",
                "-d",
                "" + database,
                "Places",
                folder.resolve("zurück.jsonl").toString()));
    List<List<String>> answers = new ArrayList<>();
    for (Map<String, String> locale : locales()) {
      List<String> answer = new ArrayList<>();
      for (List<String> command : commands) {
        answer.add(
            run(locale, command)
                .replaceAll(" in \\d+\\.\\d s;", " in ? s;")
                // The item is imported once more each time, and the bound counts versions.
                .replaceAll("at most \\d+ items", "at most ? items"));
      }
      answer.add(Files.readString(folder.resolve("zurück.jsonl")));
      answers.add(answer);
    }
    assertEquals("0 " + ITEM, answers.getFirst().get(1));
    assertEquals("0 " + ITEM, answers.getFirst().get(2));
    assertEquals("0 " + ITEM, answers.getFirst().get(3));
    assertEquals("1 varve: no such item in Places", answers.getFirst().get(4));
    assertTrue(answers.getFirst().getLast().contains("Zürich 蘇黎世"), answers.getFirst().getLast());
    for (List<String> answer : answers) {
      assertEquals(answers.getFirst(), answer);
    }
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() throws Exception {
    for (Map<String, String> locale : locales()) {
      String refused = sh(locale, "'" + varve + "' get -d db Places \"$(printf 'Z\\374rich')\"");
      assertTrue(refused.startsWith("2 varve: argument 5, 'Z"), refused);
      assertTrue(refused.contains("has bytes that are not UTF-8"), refused);
    }
    assertFalse(Files.exists(folder.resolve("db")));
  }

  @Test
  void theDirectoryMayComeFromTheEnvironment() throws Exception {
    Path database = folder.resolve("db");
    Map<String, String> environment = Map.of("VARVE_DIR", database.toString());
    assertEquals(
        "0 created Places (id S), 1 partition",
        run(
            environment,
            List.of("create-table", "--partition-key", "id", "--partitions", "1", "Places")));
    assertEquals("0 Places", run(environment, List.of("list-tables")));
    assertTrue(
        run(environment, List.of("list-tables", "-d", "elsewhere"))
            .startsWith("1 varve: not a Varve directory: elsewhere"));
    String without = run(Map.of(), List.of("list-tables"));
    assertTrue(without.startsWith("2 varve: Missing required option: '--dir=DIR'"), without);
    assertTrue(run(Map.of("VARVE_DIR", ""), List.of("list-tables")).startsWith("2 varve: "));
  }

  private String run(Map<String, String> environment, List<String> arguments) throws Exception {
    StringBuilder line = new StringBuilder("'" + varve + "'");
    for (String argument : arguments) {
      line.append(" '").append(argument).append('\'');
    }
    return sh(environment, line.toString());
  }

  /**
   * Runs a line in a shell, whose bytes do not depend on this test's own locale; returns its exit
   * status and all it printed.
   */
  private String sh(Map<String, String> environment, String line) throws Exception {
    Path script = Files.writeString(folder.resolve("line.sh"), line + "\n");
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
    builder.environment().putAll(environment);
    builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
    builder.environment().put("VARVE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() + " " + output;
  }
}
