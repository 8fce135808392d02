package dev.varve.tools.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's caches for a faster start, by the real shell with a made-up {@code java}. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class AotTest {
  private static final Path SCRIPTS = Path.of("launcher").toAbsolutePath();
  private static final String USE = "use_aot \"$jdk\" -XX:+A -cp x Main; echo \"$aot_use\"";

  /**
   * Is ready at once, and writes its cache when it is told to end; runs requests by doing nothing.
   */
  private static final String JAVA =
      """
      #!/bin/sh
      echo "$@" >>"$0.calls"
      case $1 in
        *.java) exit STATUS ;;
      esac
      case $1 in
        -XX:AOTCacheOutput=*) cache=${1#-XX:AOTCacheOutput=} ;;
        *) cache=/dev/null ;;
      esac
      trap 'echo cache >"$cache"; exit 143' TERM
      echo 'Varve is ready at http://127.0.0.1:1'
      while :; do sleep 0.1; done
      """;

  @TempDir private Path temporary;
  private Path root;
  private Path jdk;
  private Path cache;

  @BeforeEach
  void builtFolder() throws IOException {
    root = Files.createDirectory(temporary.resolve("with a space"));
    cache = Files.createDirectories(root.resolve("server/target")).resolve("varve-server.aot");
    Files.writeString(Files.createDirectories(root.resolve("target")).resolve("stamp"), "");
    Files.setLastModifiedTime(root.resolve("target/stamp"), FileTime.from(Instant.EPOCH));
    jdk = Files.createDirectory(temporary.resolve("jdk"));
    java(0);
  }

  private void java(int statusOfRequests) throws IOException {
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, JAVA.replace("STATUS", Integer.toString(statusOfRequests)));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
  }

  @Test
  void theFirstStartMakesACacheAndUsesIt() throws Exception {
    assertEquals(cache.toString(), sh(USE));
    assertEquals("cache\n", Files.readString(cache));
    String calls = Files.readString(jdk.resolve("bin/java.calls"));
    assertTrue(calls.contains(" -XX:+A -cp x Main -d "), calls);
    assertTrue(calls.contains("TrainingRequests.java http://127.0.0.1:1 load"), calls);
    assertTrue(calls.contains("TrainingRequests.java http://127.0.0.1:1 serve"), calls);
  }

  @Test
  void theNextStartOnlyUsesIt() throws Exception {
    sh(USE);
    Files.delete(jdk.resolve("bin/java.calls"));
    assertEquals(cache.toString(), sh(USE));
    assertFalse(Files.exists(jdk.resolve("bin/java.calls")));
  }

  @Test
  void anotherJdkOrOtherFlagsOrANewBuildMakeAnother() throws Exception {
    sh(USE);
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
    assertMakesAnother(USE);
    assertMakesAnother(USE.replace("+A", "+B"));
    Files.setLastModifiedTime(
        root.resolve("target/stamp"), FileTime.from(Instant.now().plusSeconds(60)));
    assertMakesAnother(USE.replace("+A", "+B"));
  }

  private void assertMakesAnother(String line) throws Exception {
    Files.writeString(cache, "old\n");
    assertEquals(cache.toString(), sh(line));
    assertEquals("cache\n", Files.readString(cache));
  }

  @Test
  void aFailedTrainingIsNoObstacle() throws Exception {
    java(1);
    assertEquals("", sh(USE));
    assertFalse(Files.exists(cache));
  }

  private String sh(String line) throws Exception {
    String load = ". \"$scripts/aot.sh\"; root=$1; jdk=$2; stamp=$root/target/stamp; ";
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", load + line, "sh", root.toString(), jdk.toString());
    builder.environment().put("scripts", SCRIPTS.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return output;
  }
}
