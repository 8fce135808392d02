package dev.varve.bench.result;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
          .build();

  private ResultFile() {}

  /** Adds a line at the end of a file, which is made if need be. */
  public static void append(Path file, CellResult result) throws IOException {
    Files.writeString(
        file, line(result) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (!line.isBlank()) {
        try {
          results.add(parse(line));
        } catch (JacksonException malformed) {
          throw new IOException(
              file + ":" + number + ": not a result: " + malformed.getOriginalMessage(), malformed);
        }
      }
    }
    if (results.isEmpty()) {
      throw new IOException(file + ": holds no results");
    }
    return results;
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
