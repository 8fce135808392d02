package dev.varve.tools.transfer;

import dev.varve.tools.format.Layout;
import dev.varve.tools.format.TableKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that an import reads, each more than once: what can be read only once is copied first.
 * Closing deletes the copies.
 */
public final class ImportFiles implements AutoCloseable {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final List<ItemFile> files = new ArrayList<>();

  private ImportFiles() {}

  /**
   * Finds the files.
   *
   * @param paths files, pipes, folders of exports, and {@code -} for standard input
   * @param standardInput what {@code -} reads, which is not closed
   * @throws IOException if one is not there, or is a folder without an export
   */
  public static ImportFiles open(List<Path> paths, InputStream standardInput) throws IOException {
    ImportFiles opened = new ImportFiles();
    try {
      for (Path path : paths) {
        opened.add(path, standardInput);
      }
      return opened;
    } catch (IOException failed) {
      opened.close();
      throw failed;
    }
  }

  private void add(Path path, InputStream standardInput) throws IOException {
    if (path.equals(STANDARD_INPUT)) {
      files.add(new ItemFile(Spool.of("standard input", standardInput), Optional.empty()));
      return;
    }
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      files.addAll(S3Export.files(path));
    } else if (attributes.isRegularFile()) {
      files.add(new ItemFile(new Source.File(path), Optional.empty()));
    } else {
      try (InputStream once = Files.newInputStream(path)) {
        files.add(new ItemFile(Spool.of(path.toString(), once), Optional.empty()));
      }
    }
  }

  List<ItemFile> files() {
    return files;
  }

  /** How many bytes all files have together. */
  public long sizeBytes() throws IOException {
    long bytes = 0;
    for (ItemFile file : files) {
      bytes += file.source().sizeBytes();
    }
    return bytes;
  }

  /**
   * The key of the table as far as the files themselves know it: data models do.
   *
   * @throws IOException if none knows it, and one cannot be read
   */
  public Optional<TableKey> key(String table) throws IOException {
    BrokenFileException unread = null;
    for (ItemFile file : files) {
      try {
        Optional<TableKey> key = key(file, table);
        if (key.isPresent()) {
          return key;
        }
      } catch (BrokenFileException broken) {
        unread = unread == null ? broken : unread;
      }
    }
    if (unread != null) {
      throw unread;
    }
    return Optional.empty();
  }

  private static Optional<TableKey> key(ItemFile file, String table) throws IOException {
    Layout layout = file.layout(Optional.empty());
    if (!layout.hasTables()) {
      return Optional.empty();
    }
    Map<String, Optional<TableKey>> tables = file.tables(layout);
    return tables.getOrDefault(chosen(file, tables, table), Optional.empty());
  }

  /**
   * The table of a file of several whose items go into the table {@code wanted}: the one of that
   * name, or the only one.
   */
  static String chosen(ItemFile file, Map<String, ?> tables, String wanted) throws IOException {
    if (tables.containsKey(wanted) || tables.isEmpty()) {
      return wanted;
    }
    if (tables.size() > 1) {
      throw new IOException(
          file.name()
              + ": has items of the tables "
              + String.join(", ", tables.keySet())
              + ", and none of "
              + wanted
              + "; import into a table of one of these names");
    }
    return tables.keySet().iterator().next();
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (ItemFile file : files) {
      try {
        file.close();
      } catch (IOException failed) {
        failure = failed;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
