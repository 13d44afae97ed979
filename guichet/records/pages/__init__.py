"""What public pages say beside answers: help for pages of other sites, codes on letters, texts of the law; and where contacts came from."""
