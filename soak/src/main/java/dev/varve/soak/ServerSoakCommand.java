package dev.varve.soak;

import dev.varve.soak.server.ServerSoak;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code varve soak server}. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Run the server under full load, as processes of their own: clients that write, read and misbehave, of which"
          + " one after the other is killed, and the server itself, which is killed by kill -9 and started again.",
      "Beside them a model knows what each acknowledged write must have left. Memory, files, threads and connections are"
          + " looked at whenever the clients rest. Exit status 1 at the first wrong answer, error of the server's own or"
          + " leak; the directory stays as it is then."
    })
final class ServerSoakCommand implements Callable<Integer> {
  private static final int MAX_KILLS = 1_000;

  @Mixin private RunOptions run;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many keys all clients have together.")
  private int keys;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often the server is killed.")
  private int kills;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration time = run.time();
    if (time.isZero()) {
      throw run.wrong("--minutes is more than 0");
    }
    if (keys < 1_000 || kills < 0 || kills > MAX_KILLS) {
      throw run.wrong("--keys is at least 1000, --kills 0 to " + MAX_KILLS);
    }
    return run.run((root, seed, out) ->
        new ServerSoak(root.resolve("soak"), seed, keys, kills, out).run(time));
  }
}
