package dev.varve.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Which Varve this is. */
public final class Versions {
  private Versions() {}

  /** The commit that the program was built in, as far as the folder of its sources tells. */
  public static String current() throws InterruptedException {
    String home = System.getProperty("varve.home");
    if (home == null) {
      return "unknown commit";
    }
    try {
      Process git =
          new ProcessBuilder(
                  "git", "-C", Path.of(home).toString(), "describe", "--always", "--dirty")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 ? "commit " + said : "unknown commit";
    } catch (IOException _) { // no git here
      return "unknown commit";
    }
  }
}
