package dev.varve.dynamodb.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.io.FileSystem;
import dev.varve.io.MemoryLedger;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that stand for buckets. */
class BucketsTest {
  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final Buckets buckets = new Buckets(files, Path.of("/buckets"));

  private static void put(Buckets buckets, String key, byte... content) throws IOException {
    try (OutputStream out = buckets.create("bucket", key)) {
      out.write(content);
    }
  }

  @Test
  void objectsAreFilesBelowTheirBucket() throws IOException {
    for (Buckets there : List.of(buckets, onDisk())) {
      for (String key : List.of("a", "folder/b", "folder/deep/c", "folder2/d")) {
        put(there, key, (byte) key.length());
      }
      assertEquals(
          List.of("a", "folder/b", "folder/deep/c", "folder2/d"), there.keys("bucket", null));
      assertEquals(List.of("folder/b", "folder/deep/c"), there.keys("bucket", "folder/"));
      assertEquals(List.of("folder/b", "folder/deep/c", "folder2/d"), there.keys("bucket", "fold"));
      assertEquals(List.of("folder/deep/c"), there.keys("bucket", "folder/deep/c"));
      assertEquals(List.of(), there.keys("bucket", "other"));
      assertThrows(NoSuchFileException.class, () -> there.keys("other", null));
      assertThrows(FileAlreadyExistsException.class, () -> there.create("bucket", "a"));
    }
  }

  @TempDir private Path folder;

  private Buckets onDisk() {
    return new Buckets(FileSystem.local(new MemoryLedger()), folder.resolve("buckets"));
  }

  @Test
  void contentIsReadAsItWasWrittenAndSurvivesPowerLoss() throws IOException {
    byte[] content = new byte[300_000];
    new SplittableRandom(7).nextBytes(content);
    try (OutputStream out = buckets.create("bucket", "key")) {
      out.write(content[0]);
      out.write(content, 1, 99);
      out.write(content, 100, 200_000);
      out.write(content, 200_100, 99_900);
    }
    Buckets after = new Buckets(files.crash(1), Path.of("/buckets"));
    try (InputStream in = after.open("bucket", "key")) {
      assertEquals(content[0] & 0xFF, in.read());
      assertEquals(content.length - 1, in.available());
      byte[] rest = in.readAllBytes();
      assertEquals(content.length - 1, rest.length);
      byte[] whole = new byte[content.length];
      whole[0] = content[0];
      System.arraycopy(rest, 0, whole, 1, rest.length);
      assertArrayEquals(content, whole);
      assertEquals(-1, in.read());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../other", "a/../../b", "/a", "a//b", "a/./b", "a\\b", "a\u0000"})
  void noKeyLeadsOutOfItsBucket(String key) {
    assertThrows(ValidationException.class, () -> Buckets.check("S3Prefix", key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/", "a/b.c/d e", "..a"})
  void otherKeysAreLetThrough(String key) {
    Buckets.check("S3Prefix", key);
    Buckets.check("S3Prefix", null);
  }
}
