package dev.varve.tools;

import dev.varve.identity.store.NewKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** An access key in a file of its own, with AWS's columns. */
final class CredentialsCsv {
  private static final String COLUMNS = "User name,Access key ID,Secret access key";

  private CredentialsCsv() {}

  /** Makes the key. */
  @FunctionalInterface
  interface Maker {
    NewKey make() throws IOException;
  }

  /**
   * Makes a key and writes it to a file that nobody else can read. The file is made first, so that
   * no key is made whose secret cannot be kept.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the file is there
   */
  static NewKey write(Path file, Maker maker) throws IOException {
    NewKey key = null;
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file))) {
      try {
        key = maker.make();
      } finally {
        if (key == null) {
          Files.delete(file);
        }
      }
      ByteBuffer line = StandardCharsets.UTF_8.encode(text(key));
      while (line.hasRemaining()) {
        out.write(line);
      }
    }
    return key;
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String text(NewKey key) {
    String user = key.user().indexOf(',') < 0 ? key.user() : '"' + key.user() + '"';
    return COLUMNS + "\r\n" + user + ',' + key.id() + ',' + key.secret() + "\r\n";
  }
}
