package dev.varve.dynamodb.kinesis;

import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A folder with a file for each stream. What has been appended survives a power loss. A file is
 * open only while something is appended, so that others may move it away in between; a line that a
 * power loss left unfinished is cut off.
 */
public final class FolderSink implements Sink {
  private static final int LOOK_BYTES = 4096;

  /** Held while something is appended: databases of one process may share a folder. */
  private static final Object APPENDING = new Object();

  private final FileSystem files;
  private final Path root;

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
    try (StorageFile file = isNew ? files.create(path) : files.open(path)) {
      long length = file.length();
      long whole = wholeLines(file, length);
      if (whole < length) {
        file.truncate(whole);
      }
      file.write(whole, lines);
      file.sync();
    }
    // Also where it is there: an append before may have ended before this.
    files.syncDirectory(root);
  }

  /** How long a file is up to the end of its last whole line. */
  private static long wholeLines(StorageFile file, long length) throws IOException {
    long end = length;
    MemorySegment part = MemorySegment.ofArray(new byte[LOOK_BYTES]);
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
