package dev.varve.bench.result;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Results as JSON Lines: one {@link CellResult} a line, in the order in which they were measured.
 */
public final class ResultFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ResultFile() {}

  /** Adds a line at the end of a file, which is made if need be. */
  public static void append(Path file, CellResult result) throws IOException {
    Files.writeString(
        file, line(result) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Writes a file anew. */
  public static void write(Path file, List<CellResult> results) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (CellResult result : results) {
      lines.append(line(result)).append('\n');
    }
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, lines);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The same result, as one of another run. */
  public static CellResult withRun(CellResult result, RunInfo run) throws JacksonException {
    ObjectNode fields = JSON.valueToTree(result);
    fields.set("run", JSON.valueToTree(run));
    return JSON.treeToValue(fields, CellResult.class);
  }

  /**
   * Reads all lines.
   *
   * @throws IOException if the file cannot be read, or a line is not a result: the message names
   *     file and line
   */
  public static List<CellResult> read(Path file) throws IOException {
    List<CellResult> results = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (!line.isBlank()) {
        try {
          CellResult result = parse(line);
          if (result == null) {
            throw new IOException(file + ":" + number + ": not a result: null");
          }
          results.add(result);
        } catch (JacksonException malformed) {
          throw new IOException(
              file + ":" + number + ": not a result: " + reason(malformed), malformed);
        }
      }
    }
    if (results.isEmpty()) {
      throw new IOException(file + ": holds no results");
    }
    return results;
  }

  private static List<String> lines(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder, not a file of results");
    }
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException missing) {
      throw new IOException(file + ": no such file", missing);
    } catch (CharacterCodingException foreign) {
      throw new IOException(file + ": not UTF-8 text", foreign);
    }
  }

  /** What is wrong, without the names of our classes where a field is. */
  private static String reason(JacksonException malformed) {
    return malformed instanceof ValueInstantiationException && malformed.getCause() != null
        ? malformed.getCause().getMessage()
        : malformed.getOriginalMessage();
  }

  /** A value as one line of JSON, its fields in snake case. */
  public static String line(Object value) throws JacksonException {
    return JSON.writeValueAsString(value);
  }

  /** The result in a line. */
  public static CellResult parse(String line) throws JacksonException {
    return JSON.readValue(line, CellResult.class);
  }

  /** A value of a type in a line. */
  public static <T> T parse(String line, Class<T> type) throws JacksonException {
    return JSON.readValue(line, type);
  }
}
