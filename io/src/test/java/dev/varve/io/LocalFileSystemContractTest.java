package dev.varve.io;

import dev.varve.testing.FileSystemContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LocalFileSystemContractTest extends FileSystemContract {
  @TempDir private Path directory;

  @Override
  protected FileSystem newFileSystem(MemoryLedger memory) {
    return new LocalFileSystem(memory);
  }

  @Override
  protected Path newDirectory(FileSystem files) {
    return directory;
  }
}
