package dev.varve.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BodyBufferTest {
  @Property(tries = 200)
  void holdsWhatIsWritten(@ForAll List<byte[]> pieces) {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    BodyBuffer buffer = new BodyBuffer();
    for (byte[] piece : pieces) {
      expected.write(piece, 0, piece.length);
      buffer.write(piece, 0, piece.length);
      expected.write(7);
      buffer.write(7);
    }
    assertArrayEquals(expected.toByteArray(), buffer.finish());
  }
}
