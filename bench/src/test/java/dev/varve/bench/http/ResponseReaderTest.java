package dev.varve.bench.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {
  private static final String RESPONSE =
      "HTTP/1.1 200 OK\r\nDate: today\r\nCONTENT-length: 5 \r\nX: Content-Length: 9\r\n\r\nhello";

  private final ResponseReader reader = new ResponseReader();

  @Test
  void aResponseIsReadInAnyTwoPieces() throws IOException {
    for (int cut = 0; cut < RESPONSE.length(); cut++) {
      assertFalse(add(RESPONSE.substring(0, cut)), "cut at " + cut);
      assertTrue(add(RESPONSE.substring(cut)), "cut at " + cut);
      assertEquals(200, reader.status());
      assertEquals("hello", reader.body());
      reader.clear();
    }
  }

  @Test
  void aLargeOneIsRead() throws IOException {
    String body = "x".repeat(1 << 20);
    assertFalse(add("HTTP/1.1 500 No\r\ncontent-length: " + body.length() + "\r\n\r\n"));
    assertTrue(add(body));
    assertEquals(500, reader.status());
    assertEquals(body, reader.body());
  }

  @Test
  void anEmptyBodyIsWhole() throws IOException {
    assertTrue(add("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
    assertEquals("", reader.body());
  }

  @Test
  void whatIsNoSuchResponseIsRefused() {
    for (String wrong :
        List.of(
            "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 abc OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n",
            RESPONSE + "x")) {
      assertThrows(IOException.class, () -> new ResponseReader().add(buffer(wrong)), wrong);
    }
  }

  private boolean add(String text) throws IOException {
    return reader.add(buffer(text));
  }

  private static ByteBuf buffer(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
  }
}
