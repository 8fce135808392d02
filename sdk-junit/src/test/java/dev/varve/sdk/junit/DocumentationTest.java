package dev.varve.sdk.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The examples of {@code docs/sdk.md} and {@code docs/testing.md}, compiled and run. */
final class DocumentationTest {
  private static final Path PAGES = Path.of("..", "docs");
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PRINTED = Pattern.compile("IO\\.println\\(.*\\); // ([^\n]*)");
  private static final Pattern TEST_CLASS = Pattern.compile("class (\\w+Test) ");

  /** What the page leaves out, since every editor adds it. */
  private static final String IMPORTS =
      """
      import static org.junit.jupiter.api.Assertions.assertEquals;

      import dev.varve.dynamodb.MemoryDatabase;
      import dev.varve.dynamodb.MemoryStore;
      import dev.varve.dynamodb.TestClock;
      import dev.varve.dynamodb.Varve;
      import dev.varve.dynamodb.VarveOptions;
      import dev.varve.dynamodb.fault.*;
      import dev.varve.sdk.EmbeddedDynamoDb;
      import dev.varve.sdk.junit.*;
      import java.io.IOException;
      import java.time.Duration;
      import java.time.Instant;
      import java.util.Map;
      import java.util.concurrent.atomic.AtomicReference;
      import org.junit.jupiter.api.Test;
      import org.junit.jupiter.api.extension.RegisterExtension;
      import software.amazon.awssdk.core.retry.RetryMode;
      import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
      import software.amazon.awssdk.services.dynamodb.model.*;
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sdk.md", "testing.md"})
  void theProgramPrintsWhatItSays(String page) throws Exception {
    String program =
        examples(page).stream()
            .filter(example -> example.contains("void main"))
            .findAny()
            .orElseThrow();
    Path source = Files.writeString(folder.resolve("Example.java"), program);
    List<String> printed = new ArrayList<>();
    Matcher lines = PRINTED.matcher(program);
    while (lines.find()) {
      printed.add(lines.group(1));
    }
    assertTrue(!printed.isEmpty(), program);
    assertEquals(String.join("\n", printed), run(source).strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sdk.md", "testing.md"})
  void theTestsSucceed(String page) throws Exception {
    int tests = 0;
    for (String example : examples(page)) {
      Matcher name = TEST_CLASS.matcher(example);
      if (name.find()) {
        assertEquals(1, succeeded(name.group(1), IMPORTS + example));
        tests++;
      }
    }
    assertEquals(3, tests);
  }

  private static List<String> examples(String page) throws IOException {
    return EXAMPLE
        .matcher(Files.readString(PAGES.resolve(page)))
        .results()
        .map((MatchResult example) -> example.group(1))
        .toList();
  }

  /** Compiles a test class and runs it; returns how many tests succeeded, if none failed. */
  private long succeeded(String name, String code) throws Exception {
    Path source = Files.writeString(folder.resolve(name + ".java"), code);
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "--class-path",
                classPath(),
                source.toString()));
    try (URLClassLoader classes =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, Thread.currentThread().getContextClassLoader())) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(classes.loadClass(name)))
                  .build(),
              listener);
      assertEquals(List.of(), listener.getSummary().getFailures());
      return listener.getSummary().getTestsSucceededCount();
    }
  }

  /** Runs a program in the folder, and returns what it printed. */
  private String run(Path source) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--class-path",
                classPath(),
                source.toString())
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> output + errors());
    return output;
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
