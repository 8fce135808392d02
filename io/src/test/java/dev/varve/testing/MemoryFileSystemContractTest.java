package dev.varve.testing;

import dev.varve.io.FileSystem;
import dev.varve.io.MemoryLedger;
import java.io.IOException;
import java.nio.file.Path;

final class MemoryFileSystemContractTest extends FileSystemContract {
  @Override
  protected FileSystem newFileSystem(MemoryLedger memory) {
    return new MemoryFileSystem(memory);
  }

  @Override
  protected Path newDirectory(FileSystem files) throws IOException {
    Path directory = Path.of("/data");
    files.createDirectories(directory);
    return directory;
  }
}
