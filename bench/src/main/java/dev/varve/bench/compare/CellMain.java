package dev.varve.bench.compare;

import dev.varve.bench.http.HttpStores;
import dev.varve.bench.items.ItemStores;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.store.StoreUnavailableException;
import dev.varve.bench.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The forked virtual machine: reads a {@link CellSpec} as one line from standard input, does that,
 * and writes {@link CellMessage}s to standard output, a line each.
 *
 * <p>Ends when its standard input does: whoever started it is gone then.
 */
public final class CellMain {
  private CellMain() {}

  /** Measures one cell, or prepares its data. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // what a store prints is no message
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    CellSpec spec = ResultFile.parse(in.readLine(), CellSpec.class);
    Thread.ofPlatform().daemon().name("orphan watch").start(() -> endWith(in));
    send(out, outcome(spec, out));
    System.exit(0);
  }

  private static CellMessage outcome(CellSpec spec, PrintStream out) {
    try {
      PhaseListener progress = new ProgressMessages(out);
      if (spec.purpose() == CellSpec.Purpose.PREPARE) {
        prepare(spec, progress);
        return CellMessage.prepared();
      }
      return CellMessage.done(measure(spec, progress));
    } catch (WrongAnswerException wrong) {
      return CellMessage.failed(CellMessage.Kind.WRONG, wrong.getMessage());
    } catch (StoreUnavailableException unavailable) {
      return CellMessage.failed(CellMessage.Kind.UNAVAILABLE, unavailable.getMessage());
    } catch (Exception | LinkageError | OutOfMemoryError failed) {
      failed.printStackTrace();
      return CellMessage.failed(CellMessage.Kind.FAILED, failed.toString());
    }
  }

  private static CellResult measure(CellSpec spec, PhaseListener progress) throws Exception {
    return switch (Level.of(spec.level())) {
      case ENGINE -> new CellRun(spec, Stores.named(spec.store()), progress).run();
      case DYNAMODB -> new ItemCellRun(spec, ItemStores.named(spec.store()), progress).run();
      case HTTP -> new HttpCellRun(spec, HttpStores.named(spec.store()), progress).run();
    };
  }

  private static void prepare(CellSpec spec, PhaseListener progress) throws Exception {
    switch (Level.of(spec.level())) {
      case ENGINE -> new CellRun(spec, Stores.named(spec.store()), progress).prepare();
      case DYNAMODB -> new ItemCellRun(spec, ItemStores.named(spec.store()), progress).prepare();
      case HTTP -> new HttpCellRun(spec, HttpStores.named(spec.store()), progress).prepare();
    }
  }

  private static void send(PrintStream out, CellMessage message) {
    try {
      out.println(ResultFile.line(message));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void endWith(BufferedReader in) {
    try {
      while (in.read() >= 0) {
        // Nothing more is said; only the end matters.
      }
    } catch (IOException _) {
      // The same as the end.
    }
    Runtime.getRuntime().halt(1);
  }

  /** Sends progress, at most as often as it is told. */
  private static final class ProgressMessages implements PhaseListener {
    private final PrintStream out;
    private String phase = "";
    private long expected;
    private long started;

    ProgressMessages(PrintStream out) {
      this.out = out;
    }

    @Override
    public void phase(String name, long expectedOperations) {
      phase = name;
      expected = expectedOperations;
      started = System.nanoTime();
      operations(0);
    }

    @Override
    public void operations(long done) {
      double seconds = (System.nanoTime() - started) / 1e9;
      send(out, CellMessage.progress(phase, done, expected, done == 0 ? 0 : done / seconds));
    }
  }
}
