package dev.varve.tools;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * A command line that has been run: what {@code main} would have exited with and printed.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
record Invocation(int status, String out, String err) {
  static Invocation of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    CommandLine commandLine =
        VarveMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = VarveMain.run(commandLine, words);
    commandLine.getOut().flush();
    commandLine.getErr().flush();
    return new Invocation(status, out.toString(), err.toString());
  }

  /** Runs a command with {@code -d}, the first of {@code arguments} being the command's name. */
  static Invocation on(Path database, Object... arguments) {
    List<Object> words = new ArrayList<>(List.of(arguments));
    words.addAll(1, List.of("-d", database));
    return of(words.toArray());
  }

  List<String> outLines() {
    return out.lines().toList();
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
