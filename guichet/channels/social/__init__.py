"""Social networks: what is asked there, in public or in private, is answered there, each network behind one small contract."""
