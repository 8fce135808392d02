package dev.varve.soak.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyModelTest {
  @TempDir Path directory;

  @Test
  void anAcknowledgedWriteIsThereWhenTheFileIsOpenedAgain() throws Exception {
    try (KeyModel model = open()) {
      model.begin(1, new long[] {3, 5}, new long[] {1, -1}, 2);
      model.acknowledge();
    }
    try (KeyModel model = open()) {
      assertArrayEquals(new long[] {0, 1, 0, -1}, model.versions(2, 6));
      assertEquals(0, model.pending());
      assertEquals(1, model.lastWrite());
    }
  }

  @Test
  void aWriteUnderWayIsKnownWithItsVersionsBeforeAndAfter() throws Exception {
    try (KeyModel model = open()) {
      model.begin(1, new long[] {3}, new long[] {1}, 1);
      model.acknowledge();
      model.begin(2, new long[] {3}, new long[] {-2}, 1);
    }
    try (KeyModel model = open()) {
      assertEquals(1, model.pending());
      assertEquals(3, model.pendingKey(0));
      assertEquals(1, model.pendingBefore(0));
      assertEquals(-2, model.pendingAfter(0));
      assertEquals(1, model.version(3));
      model.abandon();
      assertEquals(0, model.pending());
      assertEquals(1, model.version(3));
    }
  }

  private KeyModel open() throws Exception {
    return new KeyModel(directory.resolve("model"), 10);
  }
}
