package dev.varve.dynamodb.kinesis;

import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A folder with a file for each stream. What has been appended survives a power loss. A file is
 * open only while something is appended, so that others may move it away in between; lines that a
 * power loss left unfinished are cut off.
 */
public final class FolderSink implements Sink {
  private static final int LOOK_BYTES = 1 << 16;

  /** More than one append has. */
  private static final long MAX_APPEND_BYTES = 32 << 20;

  /** Held while something is appended: databases of one process may share a folder. */
  private static final Object APPENDING = new Object();

  private final FileSystem files;
  private final Path root;

  /** Files whose last append was made here, and is whole. Used under {@link #APPENDING}. */
  private final Set<Path> whole = new HashSet<>();

  /**
   * A folder.
   *
   * @param root it is made when something is first written to it
   */
  public FolderSink(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  @Override
  public void append(String stream, byte[] lines) throws IOException {
    synchronized (APPENDING) {
      append(root.resolve(stream + ".jsonl"), MemorySegment.ofArray(lines));
    }
  }

  private void append(Path path, MemorySegment lines) throws IOException {
    boolean isNew = !files.exists(path);
    if (isNew) {
      files.createDirectories(root);
    }
    boolean isTrusted = whole.remove(path); // until this is done
    try (StorageFile file = isNew ? files.create(path) : files.open(path)) {
      long length = file.length();
      long end = endOfLines(file, isTrusted ? length : firstHole(file, length));
      if (end < length) {
        file.truncate(end);
      }
      file.write(end, lines);
      file.sync();
    }
    // Also where it is there: an append before may have ended before this.
    files.syncDirectory(root);
    whole.add(path);
  }

  /**
   * Where the zeros begin that a power loss may have left in the place of a part of the last
   * append; the length if there are none. No line has a zero.
   */
  private static long firstHole(StorageFile file, long length) throws IOException {
    MemorySegment part = MemorySegment.ofArray(new byte[LOOK_BYTES]);
    long at = Math.max(0, length - MAX_APPEND_BYTES);
    while (at < length) {
      int count = (int) Math.min(LOOK_BYTES, length - at);
      file.read(at, part.asSlice(0, count));
      for (int i = 0; i < count; i++) {
        if (part.get(ValueLayout.JAVA_BYTE, i) == 0) {
          return at + i;
        }
      }
      at += count;
    }
    return length;
  }

  /** How long a file is up to the end of its last whole line, of what is before a place. */
  private static long endOfLines(StorageFile file, long before) throws IOException {
    MemorySegment part = MemorySegment.ofArray(new byte[LOOK_BYTES]);
    long end = before;
    while (end > 0) {
      int count = (int) Math.min(LOOK_BYTES, end);
      file.read(end - count, part.asSlice(0, count));
      for (int at = count - 1; at >= 0; at--) {
        if (part.get(ValueLayout.JAVA_BYTE, at) == '\n') {
          return end - count + at + 1;
        }
      }
      end -= count;
    }
    return 0;
  }

  @Override
  public void close() {
    // An append ends by itself.
  }
}
