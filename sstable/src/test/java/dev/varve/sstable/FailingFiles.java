package dev.varve.sstable;

import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Files of which one operation fails, counted over all of them; closing and deleting never do. */
final class FailingFiles {
  private final FileSystem files;
  private int operationsLeft;

  FailingFiles(FileSystem files, int operationsBeforeFailure) {
    this.files = files;
    operationsLeft = operationsBeforeFailure;
  }

  FileSystem files() {
    return wrap(FileSystem.class, files);
  }

  /** Whether the failure is still to come. */
  boolean isUntouched() {
    return operationsLeft >= 0;
  }

  private <T> T wrap(Class<T> type, T real) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              boolean counted =
                  !method.getName().equals("close")
                      && !method.getName().equals("delete")
                      && !method.getName().equals("path");
              if (counted && operationsLeft-- == 0) {
                throw new IOException("injected: " + method.getName());
              }
              try {
                Object result = method.invoke(real, arguments);
                return result instanceof StorageFile file ? wrap(StorageFile.class, file) : result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
    return type.cast(proxy);
  }
}
