package dev.varve.watch;

import dev.varve.dynamodb.Varve;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks whether databases are open and take writes. */
record DatabasesOpen(Supplier<? extends Collection<Varve>> databases) implements ReadinessCheck {
  @Override
  public String name() {
    return "database";
  }

  @Override
  public Optional<String> problem() {
    try {
      for (Varve database : databases.get()) {
        database.sync(); // fails if the log has failed once: it takes no writes any more then
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(e.toString());
    }
  }
}
