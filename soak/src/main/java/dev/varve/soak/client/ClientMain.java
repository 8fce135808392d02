package dev.varve.soak.client;

import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.lane.Lane;
import dev.varve.soak.lane.TableLane;
import dev.varve.soak.lane.Workers;
import dev.varve.soak.model.KeyModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * The entry of a client process. It works until its input ends, which also happens when the process
 * that started it is gone. Says its figures so far on standard output each second, and {@code done}
 * at its end. A wrong answer goes to standard error with its stack, and the exit status is {@value
 * #WRONG_ANSWER}.
 */
public final class ClientMain {
  /** Exit status of a client that got a wrong answer. */
  public static final int WRONG_ANSWER = 3;

  private static final long FIGURES_MICROS = 1_000_000;
  private static final long NUISANCE_MICROS = 20_000;

  private final ClientSettings settings;
  private final ServerAddress address;
  private final Figures figures = new Figures();
  private final Wire wire;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private ClientMain(ClientSettings settings) {
    this.settings = settings;
    this.address = new ServerAddress(settings.address());
    this.wire = new Wire(address, figures);
  }

  /** Runs a client and exits. */
  public static void main(String[] arguments) {
    ClientSettings settings = ClientSettings.parse(arguments);
    try {
      new ClientMain(settings).run();
    } catch (Throwable wrong) {
      wrong.printStackTrace();
      System.exit(WRONG_ANSWER);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    if (settings.process() == ClientSettings.ALL) {
      new FinalCheck(settings, address, wire).run();
    } else {
      work();
    }
    tellFigures();
    out.println("done");
  }

  private void work() throws Exception {
    AtomicBoolean inputEnded = new AtomicBoolean();
    Thread input = new Thread(() -> awaitEnd(System.in, inputEnded), "input");
    input.setDaemon(true);
    input.start();
    Choice choice = new Choice(settings.seed());
    Workers workers = new Workers();
    List<List<HeldLane>> lanes = new ArrayList<>();
    for (int thread = 0; thread < ClientSettings.THREADS; thread++) {
      lanes.add(hold(settings.lanesOf(thread)));
    }
    List<HeldLane> all = lanes.stream().flatMap(List::stream).toList();
    for (List<HeldLane> own : lanes) {
      ClientThread thread = new ClientThread(wire, address, own, all, choice.split());
      workers.start("client-" + own.getFirst().lane().number(), 0, thread::turn);
    }
    Nuisance nuisance = new Nuisance(address, figures, choice.split());
    workers.start("nuisance", NUISANCE_MICROS, nuisance::turn);
    workers.start("figures", FIGURES_MICROS, this::tellFigures);
    workers.finish(inputEnded::get);
  }

  /** Takes lanes up. Their models stay open until the process ends. */
  private List<HeldLane> hold(IntStream numbers) throws IOException {
    int life = address.current().life();
    List<HeldLane> held = new ArrayList<>();
    for (int number : numbers.toArray()) {
      Counter counter = new Counter(wire, new KeyModel(settings.counterModel(number), 1), number);
      held.add(new HeldLane(lane(settings, wire, number), counter, life));
    }
    return held;
  }

  static Lane lane(ClientSettings settings, Wire wire, int number) throws IOException {
    TableLane store =
        TableLane.behindServer(
            wire, number, ClientSettings.place(number), settings.keys(), new Figures());
    return new Lane(number, new KeyModel(settings.model(number), settings.keys()), store);
  }

  private void tellFigures() {
    out.print(figures.lines());
    out.flush();
  }

  private static void awaitEnd(InputStream input, AtomicBoolean ended) {
    try {
      long _ = input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      // As good as its end: nobody is there any more.
      assert broken.getMessage() != null;
    } finally {
      ended.set(true);
    }
  }
}
