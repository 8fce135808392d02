package dev.varve.engine;

import dev.varve.sstable.Compression;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * The process that {@link EngineKillTest} kills: writes numbered batches and says each number once
 * it is acknowledged.
 */
final class KillVictim {
  /** Keys that the numbers go round in. */
  static final int KEYS = 300;

  static final byte[] COUNTER = TestOptions.bytes("counter");

  private KillVictim() {}

  /** Arguments: the directory, and the first number. */
  public static void main(String[] arguments) throws Exception {
    endWithParent();
    long number = Long.parseLong(arguments[1]);
    SplittableRandom random = new SplittableRandom(number);
    // Unbuffered: what was said has left this process.
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    try (StorageEngine engine = StorageEngine.open(Path.of(arguments[0]), options())) {
      if (engine.partitions().isEmpty()) {
        engine.createPartitions(2);
      }
      WriteBatch batch = new WriteBatch();
      while (true) {
        batch.clear();
        for (int partition : engine.partitions()) {
          batch.put(partition, COUNTER, value(number, 8));
          batch.put(partition, key(number), value(number, 8 + random.nextInt(200)));
        }
        engine.write(batch, random.nextInt(10) == 0 ? Durability.SYNC : Durability.BUFFERED);
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        number++;
      }
    }
  }

  static EngineOptions options() {
    return TestOptions.small(Compression.LZ4);
  }

  static byte[] key(long number) {
    return TestOptions.bytes("key-" + number % KEYS);
  }

  private static byte[] value(long number, int length) {
    return ByteBuffer.allocate(length).putLong(number).array();
  }

  /** The end of standard input is the end of the parent, however that came. */
  private static void endWithParent() {
    Thread watch =
        new Thread(() -> {
          try {
            while (System.in.read() >= 0) {
              // Nothing is ever said.
            }
          } catch (IOException _) {
            // As good as an end.
            Runtime.getRuntime().halt(2);
          }
          Runtime.getRuntime().halt(1);
        });
    watch.setDaemon(true);
    watch.start();
  }
}
