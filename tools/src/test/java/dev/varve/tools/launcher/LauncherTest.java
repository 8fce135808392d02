package dev.varve.tools.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell parts of {@code ./varve}, run by the real shell on made-up folders. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SCRIPTS = Path.of("launcher").toAbsolutePath();
  private static final Instant BUILT = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path temporary;
  private Path root;

  @BeforeEach
  void folderWithSpace() throws IOException {
    root = Files.createDirectory(temporary.resolve("with a space"));
  }

  @Test
  void jdk25AndNewerAreTaken() throws Exception {
    assertEquals("yes", isJdk("JAVA_VERSION=\"25\""));
    assertEquals("yes", isJdk("IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\nLIBC=\"gnu\""));
    assertEquals("yes", isJdk("JAVA_VERSION=\"26-ea\""));
  }

  @Test
  void olderOnesAndBrokenOnesAreNot() throws Exception {
    assertEquals("no", isJdk("JAVA_VERSION=\"17.0.15\""));
    assertEquals("no", isJdk("JAVA_VERSION=\"1.8.0_402\""));
    assertEquals("no", isJdk("JAVA_VERSION=\"\""));
    assertEquals("no", isJdk("IMPLEMENTOR=\"25\""));
  }

  @Test
  void aRuntimeWithoutCompilerIsNot() throws Exception {
    Path home = jdk("JAVA_VERSION=\"25\"");
    Files.delete(home.resolve("bin/javac"));
    assertEquals("no", sh("is_jdk_25 \"$1\" && echo yes || echo no", home));
  }

  @Test
  void java25HomeComesFirst() throws Exception {
    Path home = jdk("JAVA_VERSION=\"25.0.1\"");
    assertEquals(
        home.toString(),
        sh("JAVA25_HOME=$1 JAVA_HOME=/nowhere; find_jdk && echo \"$jdk_home\"", home));
  }

  @Test
  void javaHomeCountsOnlyWhenNewEnough() throws Exception {
    Path home = jdk("JAVA_VERSION=\"17.0.1\"");
    String found = sh("JAVA25_HOME= JAVA_HOME=$1; find_jdk; echo \"found $jdk_home\"", home);
    assertTrue(found.startsWith("found") && !found.contains(home.toString()), found);
  }

  @Test
  void anUntouchedBuildIsUpToDate() throws Exception {
    builtTree();
    assertEquals("yes", isUpToDate());
  }

  @Test
  void editedSourceAndPomAreNoticed() throws Exception {
    for (String edited : List.of("pom.xml", "io/pom.xml", "io/src/main/java/A.java")) {
      builtTree();
      Files.setLastModifiedTime(root.resolve(edited), FileTime.from(BUILT.plusSeconds(1)));
      assertEquals("no", isUpToDate(), edited);
    }
  }

  @Test
  void deletedSourceIsNoticed() throws Exception {
    builtTree();
    Files.delete(root.resolve("io/src/main/java/A.java"));
    assertEquals("no", isUpToDate());
  }

  @Test
  void changedTestsNeedNoBuild() throws Exception {
    builtTree();
    Files.writeString(
        Files.createDirectories(root.resolve("io/src/test/java")).resolve("ATest.java"), "");
    assertEquals("yes", isUpToDate());
  }

  @Test
  void missingJarOrLibrariesAreNoticed() throws Exception {
    for (String missing :
        List.of(
            "tools/target/varve-tools-0.1.0.jar",
            "server/target/lib",
            "bench/target/lib",
            "soak/target/lib")) {
      builtTree();
      Files.delete(root.resolve(missing));
      assertEquals("no", isUpToDate(), missing);
    }
  }

  private String isJdk(String release) throws Exception {
    return sh("is_jdk_25 \"$1\" && echo yes || echo no", jdk(release));
  }

  private Path jdk(String release) throws IOException {
    Path bin = Files.createDirectories(root.resolve("jdk/bin"));
    for (String name : List.of("java", "javac")) {
      Path file = Files.writeString(bin.resolve(name), "");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(root.resolve("jdk/release"), release + "\n");
    return root.resolve("jdk");
  }

  private String isUpToDate() throws Exception {
    return sh("is_up_to_date && echo yes || echo no", root);
  }

  /** A tree that was built at {@link #BUILT} from files an hour older. */
  private void builtTree() throws IOException {
    Instant edited = BUILT.minus(Duration.ofHours(1));
    List<String> files =
        List.of(
            "pom.xml",
            "io/pom.xml",
            "io/src/main/java/A.java",
            "tools/target/varve-tools-0.1.0.jar",
            "tools/target/lib/x.jar",
            "server/target/varve-server-0.1.0.jar",
            "bench/target/varve-bench-0.1.0.jar",
            "soak/target/varve-soak-0.1.0.jar",
            "target/varve-build.stamp");
    for (String name : files) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    Files.createDirectories(root.resolve("server/target/lib"));
    Files.createDirectories(root.resolve("bench/target/lib"));
    Files.createDirectories(root.resolve("soak/target/lib"));
    try (var tree = Files.walk(root)) {
      for (Path path : tree.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(edited));
      }
    }
    Files.setLastModifiedTime(root.resolve("target/varve-build.stamp"), FileTime.from(BUILT));
  }

  /**
   * Runs a line with the launcher's functions loaded, {@code $1} and {@code $root} set; returns
   * what it printed.
   */
  private String sh(String line, Path argument) throws Exception {
    String load = ". \"$scripts/find-jdk.sh\"; root=$1; . \"$scripts/build.sh\"; ";
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", load + line, "sh", argument.toString());
    builder.environment().put("scripts", SCRIPTS.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return output;
  }
}
