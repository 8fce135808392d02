package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.protocol.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** How the network cuts what clients send makes no difference to what they are answered. */
class SplitsTest {
  private static final HttpCore CORE =
      HttpCore.of(
          new EchoHandler(RunsOn.EVENT_LOOP),
          HttpLimits.defaults(),
          Cors.anywhere(),
          Optional.empty());

  private static final List<String> PIECES =
      List.of(
          "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
          "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n\r\nabc",
          "\r\nHEAD /x HTTP/1.1\r\nHost: h\r\nX:\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\n\r\n\r\n0\r\nA: b\r\n\r\n",
          "OPTIONS / HTTP/1.1\r\nHost: h\r\nOrigin: o\r\n\r\n",
          "POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nab",
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd",
          "GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
          "GET /" + "x".repeat(17_000) + " HTTP/1.1\r\nHost: h\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: h\r\nA: " + "x".repeat(17_000) + "\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n",
          "PO",
          "\r",
          "\n");

  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(list -> String.join("", list));
  }

  @Property(tries = 2_000)
  void areNotSeen(
      @ForAll("streams") String stream,
      @ForAll List<@IntRange(min = 1, max = 300) Integer> lengths) {
    byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(answers(bytes, List.of(bytes.length)), answers(bytes, lengths));
  }

  @Test
  void evenWhereEachByteComesAlone() {
    byte[] bytes = String.join("", PIECES.subList(0, 7)).getBytes(StandardCharsets.ISO_8859_1);
    String answers = answers(bytes, List.of(bytes.length));
    assertEquals(7, answers.split("HTTP/1.1 200 OK", -1).length - 1, answers);
    assertTrue(
        answers.endsWith("POST / [Host=h, Content-Length=4, Connection=close] 4 3984772369"));
    assertEquals(answers, answers(bytes, List.of(1)));
  }

  /**
   * What is answered to bytes that come in parts.
   *
   * @param lengths of the parts, over and over; empty for one part
   */
  private static String answers(byte[] bytes, List<Integer> lengths) {
    EmbeddedChannel channel = new EmbeddedChannel(new HttpConnection(CORE, Peer.NONE, false));
    int part = 0;
    for (int at = 0; at < bytes.length && channel.isOpen(); part++) {
      int length = lengths.isEmpty() ? bytes.length : lengths.get(part % lengths.size());
      length = Math.min(length, bytes.length - at);
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
      at += length;
    }
    StringBuilder answers = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      answers.append(out.toString(StandardCharsets.UTF_8));
      out.release();
    }
    channel.finishAndReleaseAll();
    return answers
        .toString()
        .replaceAll("x-amzn-RequestId: [0-9A-Z]{52}", "x-amzn-RequestId: ID")
        .replaceAll("Date: [^\r]*", "Date: NOW");
  }
}
