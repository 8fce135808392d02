package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Peer;
import dev.varve.protocol.Protocol;
import dev.varve.server.http.RequestDecoder.Decoded;
import dev.varve.server.http.RequestDecoder.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {
  private static final String HOST = "Host: h\r\n";

  private static final ByteBudget PLENTY = new ByteBudget(1L << 30);

  // ---- What is read ----

  @Test
  void aRequestIsReadAsItWasSent() throws RefusedException {
    Decoded read =
        one(
            "POST /a?b=c%20d HTTP/1.1\r\nHost: h:8000\r\nX-A:  v w\t\r\nx-a:\r\nContent-Length: 3\r\n\r\nabc");
    assertEquals(
        "POST /a?b=c%20d [Host=h:8000, X-A=v w, x-a=, Content-Length=3] 3 891568578",
        EchoHandler.said(read.request()));
    assertTrue(read.head().keepAlive());
    assertFalse(read.head().expectsContinue());
  }

  @Test
  void requestsInARowAreTakenApart() throws RefusedException {
    List<ApiRequest> read =
        all(
            "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\nPOST /3 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nGET /4 HTTP/1.0\r\n\r\n");
    assertEquals(List.of("/1", "/2", "/3", "/4"), read.stream().map(ApiRequest::uri).toList());
    assertEquals("ab", text(read.get(0)));
    assertEquals("x", text(read.get(2)));
  }

  @Test
  void chunksAreJoined() throws RefusedException {
    assertEquals(
        "abcdefghijklmnopqrstuvwxyz0123456789",
        text(
            one("POST / HTTP/1.1\r\nHost: h\r\ntransfer-encoding: Chunked\r\n\r\n1a;x=\"y\";z\r\nabcdefghijklmnopqrstuvwxyz\r\n00A\r\n0123456789\r\n0;last\r\nTrailer: 1\r\nOther:\t2\r\n\r\n")
                .request()));
  }

  @Test
  void largeBodiesOfBothKindsAreWhole() throws RefusedException {
    byte[] body = new byte[3 << 20];
    new Random(1).nextBytes(body);
    byte[] head =
        ascii("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length + "\r\n\r\n");
    ApiRequest fixed = single(Unpooled.copiedBuffer(head, body)).request();
    assertArrayEquals(body, fixed.body());
    byte[] chunkedHead = ascii("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    ByteBuf chunked = Unpooled.buffer().writeBytes(chunkedHead);
    for (int at = 0; at < body.length; at += 10_000) {
      int length = Math.min(10_000, body.length - at);
      chunked.writeBytes(ascii(Integer.toHexString(length) + "\r\n"));
      chunked.writeBytes(body, at, length).writeBytes(ascii("\r\n"));
    }
    chunked.writeBytes(ascii("0\r\n\r\n"));
    assertArrayEquals(body, single(chunked).request().body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://other:80/a?b",
        "HTTP://h/a?b",
        "https://[::1]:1/a?b",
      })
  void wholeUrlsAreTakenForTheirPath(String target) throws RefusedException {
    assertEquals("/a?b", one("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n").request().uri());
  }

  @Test
  void urlsWithoutPathAreTheRoot() throws RefusedException {
    assertEquals("/", one("GET http://h HTTP/1.1\r\n" + HOST + "\r\n").request().uri());
    assertEquals("/?q", one("GET http://h?q HTTP/1.1\r\n" + HOST + "\r\n").request().uri());
    assertEquals("*", one("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n").request().uri());
  }

  @Test
  void connectionsStayUnlessSaidOtherwise() throws RefusedException {
    assertTrue(keepsAlive("HTTP/1.1", ""));
    assertFalse(keepsAlive("HTTP/1.1", "Connection: close\r\n"));
    assertFalse(keepsAlive("HTTP/1.1", "Connection: x, Close\r\n"));
    assertFalse(keepsAlive("HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n"));
    assertFalse(keepsAlive("HTTP/1.0", ""));
    assertTrue(keepsAlive("HTTP/1.0", "Connection: Keep-Alive\r\n"));
  }

  private static boolean keepsAlive(String version, String fields) throws RefusedException {
    return one("GET / " + version + "\r\n" + HOST + fields + "\r\n").head().keepAlive();
  }

  @Test
  void leaveToSendIsAskedForByBodies() throws RefusedException {
    String head = "POST / HTTP/1.1\r\n" + HOST + "Expect: 100-Continue\r\nContent-Length: ";
    assertTrue(one(head + "1\r\n\r\nx").head().expectsContinue());
    assertFalse(one(head + "0\r\n\r\n").head().expectsContinue());
  }

  // ---- What is refused ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "\n",
        "GET\r\n",
        "GET /\r\n",
        "GET / HTTP/1.1 \r\n",
        "GET  / HTTP/1.1\r\n",
        "GET /  HTTP/1.1\r\n",
        " GET / HTTP/1.1\r\n",
        "GET\t/ HTTP/1.1\r\n",
        "GET / HTTP/1.1\n",
        "GET / http/1.1\r\n",
        "GET / HTTP/11\r\n",
        "GET / HTTP/1.10\r\n",
        "GET /\u0001 HTTP/1.1\r\n",
        "GET /\u00fc HTTP/1.1\r\n",
        "G(T / HTTP/1.1\r\n",
        "GET x HTTP/1.1\r\n",
        "GET * HTTP/1.1\r\n",
        "GET ftp://h/ HTTP/1.1\r\n",
        "CONNECT h:80 HTTP/1.1\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\n"
      })
  void badRequestLines(String line) {
    assertRefused(400, line + HOST + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/1.2", "HTTP/3.0"})
  void otherVersions(String version) {
    assertRefused(505, "GET / " + version + "\r\n" + HOST + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-A\r\n",
        ": v\r\n",
        "X-A : v\r\n",
        "X-A\t: v\r\n",
        " X-A: v\r\n",
        "X-A: v\r\n folded\r\n",
        "X-A: v\r\n\tfolded\r\n",
        "X-A: v\n",
        "X-A: v\rX-B: w\r\n",
        "X-A: v\u0000\r\n",
        "X-A: v\u007f\r\n",
        "X-\u00fc: v\r\n",
        "X A: v\r\n",
        "X-A: v\r\r\n",
        "Host: h\r\n",
        "Content-Length: 1\r\nContent-Length: 1\r\n",
        "Content-Length: 1, 1\r\n",
        "Content-Length: +1\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 1 1\r\n",
        "Content-Length: 0x1\r\n",
        "Content-Length: 1_0\r\n",
        "Content-Length:\r\n",
        "Content-Length: \u0661\r\n",
        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
        "Transfer-Encoding: chunked\r\ntransfer-encoding: chunked\r\n"
      })
  void badFields(String fields) {
    assertRefused(400, "POST / HTTP/1.1\r\n" + HOST + fields + "\r\nx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identity",
        "gzip",
        "gzip, chunked",
        "chunked, chunked",
        "chunked;q=1",
        "xchunked",
        "",
        "\"chunked\""
      })
  void otherTransferEncodings(String coding) {
    assertRefused(501, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: " + coding + "\r\n\r\n");
  }

  @Test
  void fieldsThatTheVersionNeedsOrLacks() {
    assertRefused(400, "GET / HTTP/1.1\r\n\r\n");
    assertRefused(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
    assertRefused(417, "POST / HTTP/1.1\r\n" + HOST + "Expect: more\r\nContent-Length: 1\r\n\r\nx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        " 1\r\nx\r\n",
        "1 \r\nx\r\n",
        "1\t;a\r\nx\r\n",
        "-1\r\n",
        "+1\r\nx\r\n",
        "0x1\r\nx\r\n",
        "g\r\n",
        "1\nx\r\n",
        "1\rx\r\n",
        "1\r\nxy\r\n",
        "1\r\nx\n",
        "1\r\nx\rz",
        "1\r\nx0\r\n\r\n",
        "123456789\r\n",
        "000000001\r\nx\r\n",
        "1;a\nb\r\nx\r\n",
        "1;\u0000\r\nx\r\n",
        "0\r\nA: b\n\r\n",
        "0\r\n\n",
        "0\r\n\rx"
      })
  void badChunks(String body) {
    assertRefused(
        400,
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body + "0\r\n\r\n");
  }

  @Test
  void bodiesBeyondTheLimit() throws RefusedException {
    String head = "POST / HTTP/1.1\r\n" + HOST;
    int limit = Protocol.MAX_BODY_BYTES;
    for (String length : List.of(limit + 1 + "", "99999999999", "9".repeat(1_000))) {
      assertRefused(413, head + "Content-Length: " + length + "\r\n\r\n");
    }
    String chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    assertRefused(413, chunked + Integer.toHexString(limit + 1) + "\r\n");
    assertRefused(413, chunked + "2\r\nab\r\n" + Integer.toHexString(limit - 1) + "\r\n");
    assertEquals(
        Progress.HEAD,
        new RequestDecoder(PLENTY, Peer.NONE)
            .read(bytes(head + "Content-Length: " + limit + "\r\n\r\n")));
  }

  @Test
  void linesAndFieldsMayHaveSixteenKibibytesEach() throws RefusedException {
    int line = HeadReader.MAX_BYTES - "GET / HTTP/1.1".length();
    int field = HeadReader.MAX_BYTES - (HOST + "A: \r\n").length();
    String head =
        "GET /" + "x".repeat(line) + " HTTP/1.1\r\n" + HOST + "A: " + "y".repeat(field) + "\r\n";
    assertEquals(line + 1, one(head + "\r\n").request().uri().length());
    assertRefused(400, "GET /" + "x".repeat(line + 1) + " HTTP/1.1\r\n" + HOST + "\r\n");
    assertRefused(400, "GET /" + "x".repeat(100_000));
    assertRefused(400, "GET / HTTP/1.1\r\n" + HOST + "A: " + "y".repeat(field + 1) + "\r\n\r\n");
    assertRefused(400, "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(3_000));
    assertRefused(
        400,
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0;" + "x".repeat(20_000));
    assertRefused(
        400,
        "POST / HTTP/1.1\r\n"
            + HOST
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n"
            + "A: b\r\n".repeat(5_000));
  }

  // ---- The budget ----

  @Test
  void bytesAreTakenAsTheyComeAndGivenBack() throws RefusedException {
    ByteBudget budget = new ByteBudget((1 << 20) - 1);
    RequestDecoder decoder = new RequestDecoder(budget, Peer.NONE);
    ByteBuf in =
        bytes("POST / HTTP/1.1\r\n" + HOST + "Content-Length: " + (8 << 20) + "\r\n\r\n")
            .writeZero(300_000);
    assertEquals(Progress.HEAD, decoder.read(in));
    assertEquals(0, budget.used());
    assertEquals(Progress.CROWDED, decoder.read(in));
    assertEquals(256 << 10, budget.used()); // a whole MiB would have been the next step
    assertEquals(768 << 10, decoder.lacking());
    decoder.close();
    assertEquals(0, budget.used());
  }

  @Test
  void compressedBodiesCountWithWhatTheyMayBecome() throws RefusedException {
    ByteBudget budget = new ByteBudget(1 << 20);
    RequestDecoder decoder = new RequestDecoder(budget, Peer.NONE);
    String head = "POST / HTTP/1.1\r\n" + HOST + "Content-Encoding: gzip\r\nContent-Length: ";
    assertEquals(Progress.HEAD, decoder.read(bytes(head + "2000\r\n\r\n")));
    assertEquals(Progress.CROWDED, decoder.read(Unpooled.buffer().writeZero(2_000)));
    assertTrue(decoder.needsNoBytes());
    assertEquals(2_000, budget.used());
    decoder.close();
    assertEquals(0, budget.used());
    ByteBuf in = bytes(head + "5\r\n\r\nabcde");
    assertEquals(Progress.HEAD, decoder.read(in));
    assertEquals(Progress.WHOLE, decoder.read(in));
    assertEquals(budget.used(), decoder.take().taken());
    assertEquals(5 + 5 * 1040, budget.used());
  }

  // ---- Support ----

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.buffer().writeBytes(ascii(text));
  }

  private static String text(ApiRequest request) {
    return new String(request.body(), StandardCharsets.ISO_8859_1);
  }

  private static Decoded one(String text) throws RefusedException {
    return single(bytes(text));
  }

  private static Decoded single(ByteBuf in) throws RefusedException {
    RequestDecoder decoder = new RequestDecoder(PLENTY, Peer.NONE);
    Progress progress = decoder.read(in);
    if (progress == Progress.HEAD) {
      progress = decoder.read(in);
    }
    assertEquals(Progress.WHOLE, progress);
    assertFalse(in.isReadable());
    return decoder.take();
  }

  private static List<ApiRequest> all(String text) throws RefusedException {
    RequestDecoder decoder = new RequestDecoder(PLENTY, Peer.NONE);
    ByteBuf in = bytes(text);
    List<ApiRequest> requests = new ArrayList<>();
    while (in.isReadable()) {
      if (decoder.read(in) == Progress.WHOLE) {
        requests.add(decoder.take().request());
      }
    }
    return requests;
  }

  private static void assertRefused(int status, String text) {
    assertEquals(
        status, assertThrows(RefusedException.class, () -> all(text), text).status(), text);
  }
}
