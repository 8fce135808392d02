package dev.varve.soak.session;

import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The entry of one process of the soak. Says on standard output, a line each: {@code opened} after
 * each opening, {@code figure CALL COUNT LONGEST-NANOS} after each closing, {@code done} at its
 * end. A wrong answer goes to standard error with its stack, and the exit status is {@value
 * #WRONG_ANSWER}.
 */
public final class SessionMain {
  /** Exit status of a process that found a wrong answer or a broken bound. */
  public static final int WRONG_ANSWER = 3;

  private static final long NANOS = 1_000_000_000;

  private SessionMain() {}

  /** Runs the openings and exits. */
  public static void main(String[] arguments) {
    SessionSettings settings = SessionSettings.parse(arguments);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Choice choice = new Choice(settings.seed());
    long end = System.nanoTime() + settings.seconds() * NANOS;
    try {
      for (int opening = 0; opening < settings.openings() && System.nanoTime() < end; opening++) {
        OpeningPlan plan = OpeningPlan.choose(choice, opening == 0);
        Figures figures = new Figures();
        out.println("opening " + plan);
        new Opening(settings, plan, choice, figures).run();
        out.print(figures.lines());
        out.flush();
      }
    } catch (Throwable wrong) {
      wrong.printStackTrace();
      System.exit(WRONG_ANSWER);
    }
    out.println("done");
    System.exit(0);
  }
}
