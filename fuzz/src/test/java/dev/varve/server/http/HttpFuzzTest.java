package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.varve.fuzz.FuzzDatabase;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Peer;
import dev.varve.protocol.RequestIds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole requests: any bytes on a connection are answered in well-formed HTTP, or not at all; how
 * the network cuts them makes no difference, and nothing is held of them in the end.
 */
class HttpFuzzTest {
  private static final Set<String> STATUSES =
      Set.of("200", "400", "404", "413", "417", "501", "505");
  private static final Pattern HEAD =
      Pattern.compile(
          "HTTP/1\\.1 ([0-9]{3}) [A-Za-z -]+\r\n(?:[A-Za-z0-9-]+: [^\r\n]*\r\n)*?"
              + "Content-Length: ([0-9]+)\r\n(?:[A-Za-z0-9-]+: [^\r\n]*\r\n)*\r\n");
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private static final FuzzDatabase DATABASE = new FuzzDatabase();

  private static final HttpCore PROTOCOL = core(DATABASE::answer);
  private static final HttpCore ECHO =
      core(request ->
          new ApiResponse(
              200,
              "text/plain",
              RequestIds.next(),
              (request.method() + request.uri() + request.headers().fields())
                  .getBytes(StandardCharsets.UTF_8)));

  @FunctionalInterface
  private interface Answerer {
    ApiResponse answer(ApiRequest request);
  }

  private static HttpCore core(Answerer answerer) {
    HttpHandler handler =
        new HttpHandler() {
          @Override
          public RunsOn place(ApiRequest request) {
            return RunsOn.EVENT_LOOP;
          }

          @Override
          public ApiResponse answer(ApiRequest request) {
            return answerer.answer(request);
          }
        };
    return HttpCore.of(handler, HttpLimits.defaults(), Cors.anywhere(), Optional.empty());
  }

  /**
   * Sends bytes.
   *
   * @param input the length of the parts in which they come, in the first byte; the bytes
   */
  @FuzzTest(maxDuration = "10m")
  void everyConnectionIsAnsweredOrEnds(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    DATABASE.next();
    byte[] bytes = new byte[input.length - 1];
    System.arraycopy(input, 1, bytes, 0, bytes.length);
    int part = Math.max(1, input[0] & 0xff);
    assertWellFormed(answers(PROTOCOL, bytes, bytes.length), bytes);
    assertEquals(normal(answers(ECHO, bytes, bytes.length)), normal(answers(ECHO, bytes, part)));
  }

  private static String answers(HttpCore core, byte[] bytes, int part) {
    EmbeddedChannel channel = new EmbeddedChannel(new HttpConnection(core, Peer.NONE, false));
    List<ByteBuf> sent = new ArrayList<>();
    for (int at = 0; at < bytes.length && channel.isOpen(); at += part) {
      ByteBuf buffer = Unpooled.copiedBuffer(bytes, at, Math.min(part, bytes.length - at));
      sent.add(buffer);
      channel.writeInbound(buffer);
    }
    channel.checkException();
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      while (out.isReadable()) {
        answers.write(out.readByte());
      }
      out.release();
    }
    channel.finishAndReleaseAll();
    for (ByteBuf buffer : sent) {
      assertEquals(0, buffer.refCnt(), "a buffer is never released");
    }
    assertEquals(0, core.budget().used(), "bytes are never given back");
    return answers.toString(StandardCharsets.ISO_8859_1);
  }

  private static void assertWellFormed(String answers, byte[] bytes) {
    if (new String(bytes, StandardCharsets.ISO_8859_1).contains("HEAD ")) {
      return; // answers to it have no body, and nobody can tell which these are
    }
    String rest = answers;
    while (!rest.isEmpty()) {
      if (rest.startsWith(CONTINUE)) {
        rest = rest.substring(CONTINUE.length());
        continue;
      }
      Matcher head = HEAD.matcher(rest);
      assertTrue(head.lookingAt(), answers);
      assertTrue(STATUSES.contains(head.group(1)), answers);
      int end = head.end() + Integer.parseInt(head.group(2));
      assertTrue(end <= rest.length(), answers);
      rest = rest.substring(end);
    }
  }

  private static String normal(String answers) {
    return answers
        .replaceAll("x-amzn-RequestId: [0-9A-Z]{52}", "x-amzn-RequestId: ID")
        .replaceAll("Date: [^\r]*", "Date: NOW")
        .replace(CONTINUE, ""); // is sent where the body has not come yet
  }
}
