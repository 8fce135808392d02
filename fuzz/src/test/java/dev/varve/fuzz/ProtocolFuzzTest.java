package dev.varve.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The request decoder: an operation and any body. It is answered in JSON, with an error of the
 * service's at worst, and a request that is refused changes nothing.
 */
class ProtocolFuzzTest {
  private static final FuzzDatabase DATABASE = new FuzzDatabase();

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /**
   * Calls an operation.
   *
   * @param input a line with the target, and perhaps the coding behind a blank; the rest is the
   *     body
   */
  @FuzzTest(maxDuration = "10m")
  void everyCallIsAnswered(byte[] input) throws IOException {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String[] line = new String(input, 0, end, StandardCharsets.ISO_8859_1).split(" ", 2);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", "h"));
    headers.add(Map.entry("Content-Type", "application/x-amz-json-1.0"));
    headers.add(Map.entry("X-Amz-Target", target(line[0])));
    if (line.length == 2) {
      headers.add(Map.entry("Content-Encoding", line[1]));
    }
    byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    DATABASE.next();
    String before = DATABASE.content();
    ApiResponse answer = DATABASE.answer(new ApiRequest("POST", "/", Headers.of(headers), body));
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() == 413) {
      assertEquals("", text);
    } else {
      assertTrue(answer.status() == 200 || answer.status() == 400, answer.status() + " " + text);
      assertEquals("application/x-amz-json-1.0", answer.contentType());
      assertTrue(isObject(answer.body()) || (answer.status() == 200 && text.isEmpty()), text);
    }
    if (answer.status() != 200) {
      assertEquals(before, DATABASE.content(), text);
    }
  }

  private static String target(String name) {
    return (name.endsWith("Stream") || name.endsWith("Streams") || name.contains("Shard")
            ? "DynamoDBStreams_20120810."
            : name.equals("GetRecords") ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.")
        + name;
  }

  private static boolean isObject(byte[] body) throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    }
  }
}
