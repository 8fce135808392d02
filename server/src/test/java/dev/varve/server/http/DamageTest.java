package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.protocol.Peer;
import dev.varve.server.http.RequestDecoder.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Requests with wrong bytes in them are read or refused, and nothing else happens. */
class DamageTest {
  private static final Set<Integer> STATUSES = Set.of(400, 413, 417, 501, 505);

  private static final String REQUESTS =
      "POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nX-Amz-Target: T\r\n\r\nabcde"
          + "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n3;x=y\r\nabc\r\n00a\r\n0123456789\r\n0\r\nA: b\r\n\r\n"
          + "GET http://h/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
          + "POST / HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab";

  @Property(tries = 20_000)
  void ofSomeBytes(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1_000) Integer> places,
      @ForAll @Size(4) List<@IntRange(max = 255) Integer> values) {
    byte[] bytes = REQUESTS.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < places.size(); i++) {
      bytes[places.get(i) % bytes.length] = values.get(i).byteValue();
    }
    readOrRefuse(bytes);
  }

  @Property(tries = 5_000)
  void ofAllBytes(@ForAll @Size(max = 300) List<Byte> values) {
    byte[] bytes = new byte[values.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = values.get(i);
    }
    readOrRefuse(bytes);
  }

  private static void readOrRefuse(byte[] bytes) {
    ByteBudget budget = new ByteBudget(HttpLimits.defaults().bytesInFlight());
    RequestDecoder decoder = new RequestDecoder(budget, Peer.NONE);
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    try {
      Progress progress = Progress.HEAD;
      while (in.isReadable() || progress == Progress.HEAD) {
        int before = in.readerIndex();
        progress = decoder.read(in);
        if (progress == Progress.WHOLE) {
          budget.give(decoder.take().taken());
        } else {
          assertTrue(progress != Progress.CROWDED);
          assertTrue(in.readerIndex() > before || progress == Progress.MORE);
        }
      }
    } catch (RefusedException refusal) {
      assertTrue(STATUSES.contains(refusal.status()), refusal::getMessage);
    }
    decoder.close();
    assertEquals(0, budget.used());
  }
}
