package dev.varve.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.SerializationException;
import dev.varve.protocol.Endpoint.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
  private static final byte[] TEXT = "{\"Limit\": 1}".getBytes(StandardCharsets.UTF_8);

  private interface Coder {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] coded(byte[] bytes, Coder coder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream coding = coder.over(out)) {
      coding.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    return coded(bytes, GZIPOutputStream::new);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void bothCodingsAreRead() throws IOException {
    assertArrayEquals(TEXT, ContentCoding.decoded(gzip(TEXT), "gzip"));
    assertArrayEquals(TEXT, ContentCoding.decoded(gzip(TEXT), " GZip "));
    assertArrayEquals(
        TEXT, ContentCoding.decoded(coded(TEXT, DeflaterOutputStream::new), "deflate"));
    assertArrayEquals(TEXT, ContentCoding.decoded(TEXT, null));
    assertArrayEquals(TEXT, ContentCoding.decoded(TEXT, "identity"));
    assertArrayEquals(TEXT, ContentCoding.decoded(TEXT, ""));
  }

  @Test
  void severalMembersAreOneBody() throws IOException {
    byte[] first = gzip(Arrays.copyOf(TEXT, 5));
    byte[] second = gzip(Arrays.copyOfRange(TEXT, 5, TEXT.length));
    assertArrayEquals(TEXT, ContentCoding.decoded(joined(first, second), "gzip"));
    assertArrayEquals(
        TEXT, ContentCoding.decoded(joined(joined(first, gzip(new byte[0])), second), "gzip"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void whatIsNotWhatItClaimsIsRefused(String coding) throws IOException {
    byte[] whole = coding.equals("gzip") ? gzip(TEXT) : coded(TEXT, DeflaterOutputStream::new);
    assertRefused(new byte[0], coding);
    assertRefused(TEXT, coding);
    for (int length = 1; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), coding);
    }
    byte[] broken = whole.clone();
    broken[broken.length - 1] ^= 1; // of the check sum or the length
    assertRefused(broken, coding);
  }

  @Test
  void otherCodingsAreRefused() {
    assertRefused(TEXT, "br");
    assertRefused(TEXT, "gzip, gzip");
  }

  private static void assertRefused(byte[] body, String coding) {
    assertThrows(SerializationException.class, () -> ContentCoding.decoded(body, coding));
  }

  @Test
  void bombsAreRefusedAtTheLimit() throws IOException {
    byte[] most = new byte[Protocol.MAX_BODY_BYTES];
    assertEquals(most.length, ContentCoding.decoded(gzip(most), "gzip").length);
    byte[] bomb = gzip(new byte[Protocol.MAX_BODY_BYTES + 1]);
    assertThrows(BodyTooLargeException.class, () -> ContentCoding.decoded(bomb, "gzip"));
    byte[] members = joined(gzip(most), gzip(new byte[1]));
    assertThrows(BodyTooLargeException.class, () -> ContentCoding.decoded(members, "gzip"));
  }

  @Test
  void theProtocolTellsAllThat() throws IOException {
    try (Endpoint endpoint = new Endpoint()) {
      assertEquals("{\"TableNames\":[]}", compressed(endpoint, gzip(TEXT)).text());
      Answer broken = compressed(endpoint, TEXT);
      assertEquals(400, broken.status());
      assertEquals(
          "{\"__type\":\"com.amazon.coral.service#SerializationException\",\"Message\":\"The body is not what its Content-Encoding says\"}",
          broken.text());
      Answer bomb = compressed(endpoint, gzip(new byte[Protocol.MAX_BODY_BYTES + 1]));
      assertEquals(413, bomb.status());
      assertEquals(0, bomb.response().body().length);
      assertEquals("413", endpoint.lastCall().error());
    }
  }

  private static Answer compressed(Endpoint endpoint, byte[] body) {
    return endpoint.send(
        "POST",
        "/",
        body,
        "Content-Type",
        Endpoint.JSON_1_0,
        "Content-Encoding",
        "gzip",
        "X-Amz-Target",
        "DynamoDB_20120810.ListTables");
  }
}
