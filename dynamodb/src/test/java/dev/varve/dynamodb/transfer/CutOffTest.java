package dev.varve.dynamodb.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ImportStatus;
import dev.varve.dynamodb.api.ImportTableDescription;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.model.Databases;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Exports and imports that were under way when a database was killed, and the worker's end. */
class CutOffTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final String ID = "01700000000000-00000001";

  @Test
  void whatACrashCutOffHasFailed() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    String export = "arn:aws:dynamodb:x:1:table/t/export/" + ID;
    String loading = "arn:aws:dynamodb:x:1:table/t/import/" + ID;
    try (Scheduler scheduler = Env.system(1).scheduler();
        TransferWorker worker = new TransferWorker();
        StorageEngine engine =
            StorageEngine.open(files.env(Clock.SYSTEM, scheduler), DIRECTORY, Databases.SMALL)) {
      Catalog catalog = Catalog.open(engine, DIRECTORY, false);
      catalog
          .transfers()
          .put(
              ID,
              ExportDescription.builder()
                  .exportArn(export)
                  .exportStatus(ExportStatus.IN_PROGRESS)
                  .build());
      catalog
          .transfers()
          .put(
              ID,
              ImportTableDescription.builder()
                  .importArn(loading)
                  .importStatus(ImportStatus.IN_PROGRESS)
                  .build());
      Exports exports =
          new Exports(engine, catalog, null, null, Optional.empty(), worker, Clock.SYSTEM);
      exports.open();
      assertEquals(ExportStatus.FAILED, exports.describe(export).exportStatus().orElseThrow());
      assertEquals("DatabaseClosed", exports.describe(export).failureCode().orElseThrow());
      Imports imports =
          new Imports(catalog, null, null, null, Optional.empty(), worker, Clock.SYSTEM);
      imports.open();
      assertEquals(ImportStatus.FAILED, imports.describe(loading).importStatus().orElseThrow());
      assertEquals("DatabaseClosed", imports.describe(loading).failureCode().orElseThrow());
    }
  }

  @Test
  void closingWaitsForJobsAndTellsThemToEnd() throws InterruptedException {
    AtomicInteger ended = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    TransferWorker worker = new TransferWorker();
    Runnable job =
        () -> {
          begun.countDown();
          while (!worker.isClosing()) {
            Thread.onSpinWait();
          }
          ended.incrementAndGet();
        };
    worker.submit(job);
    worker.submit(job);
    begun.await();
    worker.close();
    assertEquals(2, ended.get());
    assertThrows(IllegalStateException.class, () -> worker.submit(job));
    worker.close();
  }

  @Test
  void anErrorOfAJobDoesNotKeepTheNextFromBeingDone() throws InterruptedException {
    try (TransferWorker worker = new TransferWorker()) {
      CountDownLatch seen = new CountDownLatch(1);
      worker.submit(() -> {
        Thread.currentThread().setUncaughtExceptionHandler((_, _) -> seen.countDown());
        throw new AssertionError("a bug");
      });
      seen.await();
      CountDownLatch done = new CountDownLatch(1);
      worker.submit(done::countDown);
      done.await();
    }
  }
}
