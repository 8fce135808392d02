package dev.varve.tools.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is written. A new file, or a regular one that is replaced, is there only once it is
 * whole: until then its contents stand beside it. A device or pipe is written to, a link followed.
 */
final class ExportFile implements AutoCloseable {
  private static final int MAX_LINKS = 40;

  private final Path target;

  /** Null if the target itself is written to. */
  private final Path partial;

  private final FileChannel channel;

  private ExportFile(Path target, Path partial, FileChannel channel) {
    this.target = target;
    this.partial = partial;
    this.channel = channel;
  }

  /** Begins to write the file that {@code path} leads to. */
  static ExportFile open(Path path) throws IOException {
    Path target = path;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MAX_LINKS) {
        throw new IOException(path + ": the links go in a circle");
      }
      if (isDescriptor(target)) {
        break; // what it leads to may have no name, and is being written to
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    if (Files.isDirectory(target)) {
      throw new IOException(path + ": is a directory; name a file in it");
    }
    if (Files.isSymbolicLink(target) || (Files.exists(target) && !Files.isRegularFile(target))) {
      return new ExportFile(
          target,
          null,
          FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new AccessDeniedException(path.toString()); // its folder alone would let it be replaced
    }
    Path partial = unusedName(target);
    FileChannel channel;
    try {
      channel = FileChannel.open(partial, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (AccessDeniedException denied) {
      throw new AccessDeniedException(
          folder(target).toString()); // the name beside would tell the user nothing
    }
    partial.toFile().deleteOnExit(); // for the case that the export is interrupted
    ExportFile file = new ExportFile(target, partial, channel);
    try {
      file.takePermissions();
      return file;
    } catch (IOException failed) {
      file.close();
      throw failed;
    }
  }

  /** Whether a link is an open file of this process: {@code /dev/stdout}'s last link is. */
  private static boolean isDescriptor(Path link) throws IOException {
    return folder(link).toRealPath().toString().matches("/proc/.*/fd");
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().getParent();
  }

  private static Path unusedName(Path target) throws IOException {
    Path folder = folder(target);
    if (!Files.isDirectory(folder)) {
      throw Files.exists(folder)
          ? new NotDirectoryException(folder.toString())
          : new IOException(folder + ": no such directory");
    }
    Path name;
    do {
      String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
      name = folder.resolve(".varve-export-" + random + ".tmp");
    } while (Files.exists(name, LinkOption.NOFOLLOW_LINKS));
    return name;
  }

  /** Gives the new contents to those who may read the old ones. */
  private void takePermissions() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (view != null && Files.exists(target)) {
      Files.setPosixFilePermissions(partial, view.readAttributes().permissions());
    }
  }

  /** Where to write. */
  OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  /** Makes what was written durable and the file's contents. The stream has been flushed. */
  void complete() throws IOException {
    if (partial == null) {
      channel.close();
      return;
    }
    channel.force(true);
    channel.close();
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Closes the file; if it is not complete, nothing of it stays. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (partial != null) {
      Files.deleteIfExists(partial);
    }
  }
}
