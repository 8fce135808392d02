package dev.varve.soak.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcFilesTest {
  private static final long THIS = ProcessHandle.current().pid();

  @TempDir Path directory;

  @Test
  void whatIsOpenIsCounted() throws Exception {
    new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close(); // the first keeps one more
    ProcFiles before = ProcFiles.of(THIS);
    Path file = directory.resolve("file");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FileChannel open =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertTrue(socket.isBound() && open.isOpen());
      ProcFiles with = ProcFiles.of(THIS);
      assertEquals(before.sockets() + 1, with.sockets());
      assertEquals(before.files() + 1, with.files());
      Files.delete(file);
      assertEquals(before.deletedFiles() + 1, ProcFiles.of(THIS).deletedFiles());
    }
    ProcFiles after = ProcFiles.of(THIS);
    assertEquals(before.sockets(), after.sockets());
    assertTrue(after.threads() > 1 && after.anonymousBytes() > 0, after.toString());
  }

  @Test
  void ofAProcessThatIsGoneNothingIsTold() throws Exception {
    assertEquals(new ProcFiles(0, 0, 0, 0, 0), ProcFiles.of(Long.MAX_VALUE));
  }
}
