package dev.varve.soak.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What can happen to a file. */
enum Damage {
  /** One bit is another. */
  FLIPPED_BIT,
  /** Up to 4 KiB are zeros, mostly a whole page. */
  ZEROED_PAGE,
  /** Up to 200 bytes are others. */
  OVERWRITTEN,
  /** A page stands in another page's place too. */
  REPEATED_PAGE,
  /** Zeros from somewhere to the end. */
  ZEROED_END,
  /** Cut anywhere. */
  CUT,
  /** Nothing is left but the name. */
  EMPTIED,
  /** Random bytes behind its end. */
  EXTENDED,
  /** Gone. */
  DELETED,
  /** As it was at an earlier closing. */
  OLDER,
  /** Another file of its kind has its place, and it has the other's. */
  SWAPPED;

  private static final int PAGE_BYTES = 4 << 10;
  private static final int OVERWRITTEN_BYTES = 200;

  /** Whether the file has its name and length, and other bytes. */
  boolean isInPlace() {
    return compareTo(ZEROED_END) < 0;
  }

  /**
   * Does it.
   *
   * @param older the same file at an earlier time, if there is one
   * @param other another file of the same kind; the file itself if there is none
   * @return whether the file differs from what it was
   */
  boolean inflict(Path file, Path older, Path other, SplittableRandom random) throws IOException {
    byte[] before = Files.readAllBytes(file);
    switch (this) {
      case DELETED -> Files.delete(file);
      case OLDER -> {
        if (!Files.exists(older)) {
          return false;
        }
        Files.copy(older, file, StandardCopyOption.REPLACE_EXISTING);
      }
      case SWAPPED -> {
        byte[] others = Files.readAllBytes(other);
        Files.write(other, before);
        Files.write(file, others);
      }
      default -> {
        if (before.length == 0) {
          return false;
        }
        Files.write(file, changed(before.clone(), random));
      }
    }
    return !Files.exists(file) || !Arrays.equals(before, Files.readAllBytes(file));
  }

  private byte[] changed(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    int page = at / PAGE_BYTES * PAGE_BYTES;
    switch (this) {
      case FLIPPED_BIT -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      case ZEROED_PAGE ->
          Arrays.fill(bytes, page, Math.min(bytes.length, page + PAGE_BYTES), (byte) 0);
      case OVERWRITTEN -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(OVERWRITTEN_BYTES));
        for (int i = at; i < end; i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      case REPEATED_PAGE -> {
        int from = random.nextInt(bytes.length) / PAGE_BYTES * PAGE_BYTES;
        int length = Math.min(PAGE_BYTES, bytes.length - Math.max(from, page));
        System.arraycopy(bytes, from, bytes, page, length);
      }
      case ZEROED_END -> Arrays.fill(bytes, at, bytes.length, (byte) 0);
      case CUT -> {
        return Arrays.copyOf(bytes, at);
      }
      case EMPTIED -> {
        return new byte[0];
      }
      case EXTENDED -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(PAGE_BYTES));
        for (int i = bytes.length; i < longer.length; i++) {
          longer[i] = (byte) random.nextInt();
        }
        return longer;
      }
      case DELETED, OLDER, SWAPPED -> throw new AssertionError(this);
    }
    return bytes;
  }
}
