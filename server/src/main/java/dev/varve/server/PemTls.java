package dev.varve.server;

import dev.varve.server.http.Tls;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encryption with a certificate and a key from PEM files, which are read again when they change:
 * certificates last some months, servers longer. Connections that are open keep what they began
 * with.
 */
final class PemTls implements Tls, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.varve.server");

  /**
   * The files.
   *
   * @param certificate of the server, followed by those of its issuers
   * @param key in PKCS#8, not encrypted
   * @param clientAuthority whose certificates clients must have; empty if they need none
   */
  record PemFiles(Path certificate, Path key, Optional<Path> clientAuthority) {
    private List<Path> all() {
      List<Path> all = new ArrayList<>(List.of(certificate, key));
      clientAuthority.ifPresent(all::add);
      return all;
    }
  }

  private final PemFiles files;
  private final Thread watcher;
  private volatile SslContext current;

  /** What the files looked like when they were last read with success; for the watcher. */
  private List<String> seen;

  private PemTls(PemFiles files, Duration pause) throws IOException {
    this.files = files;
    this.seen = looks();
    this.current = read();
    this.watcher = Thread.ofVirtual().name("varve-certificates").unstarted(() -> watch(pause));
  }

  /**
   * Reads the files.
   *
   * @param pause between two looks whether they have changed
   * @throws IOException if a file is missing or is not what it should be; the message says which
   */
  static PemTls open(PemFiles files, Duration pause) throws IOException {
    PemTls tls = new PemTls(files, pause);
    tls.watcher.start();
    return tls;
  }

  @Override
  public SslContext current() {
    return current;
  }

  /** Ends the watching. */
  @Override
  public void close() {
    watcher.interrupt();
  }

  private void watch(Duration pause) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(pause);
        reload();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Reads the files again if they look different. */
  private void reload() {
    try {
      List<String> now = looks();
      if (!now.equals(seen)) {
        current = read();
        seen = now;
        LOG.log(Level.INFO, "new certificate from {0}", files.certificate());
      }
    } catch (IOException e) {
      // Perhaps only one of the files is new: the old ones serve until all fit.
      LOG.log(Level.WARNING, "the certificate stays as it was: {0}", e.getMessage());
    }
  }

  /** Time and length of each file. */
  private List<String> looks() throws IOException {
    List<String> looks = new ArrayList<>();
    for (Path file : files.all()) {
      try {
        looks.add(Files.getLastModifiedTime(file) + " " + Files.size(file));
      } catch (NoSuchFileException e) {
        throw new IOException(file + ": no such file", e);
      }
    }
    return looks;
  }

  private SslContext read() throws IOException {
    PemKeyPair own = PemKeyPair.read(files.certificate(), files.key());
    SslContextBuilder builder = SslContextBuilder.forServer(own.key(), own.chain());
    if (files.clientAuthority().isPresent()) {
      builder
          .trustManager(PemKeyPair.certificates(files.clientAuthority().get()))
          .clientAuth(ClientAuth.REQUIRE);
    }
    return builder.build();
  }
}
